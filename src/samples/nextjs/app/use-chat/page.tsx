'use client';

import dynamic from 'next/dynamic';

// Its first messages are what this tab has kept, which no server knows.
const UseChat = dynamic(() => import('../../components/UseChat').then((module) => module.UseChat), { ssr: false });

export default function Page() {
  return <UseChat />;
}
