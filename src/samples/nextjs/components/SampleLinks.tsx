'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const SAMPLES = [
  { href: '/', name: 'fetch' },
  { href: '/use-chat/', name: 'useChat' },
];

export function SampleLinks() {
  const here = usePathname();
  return (
    <nav aria-label="Samples">
      {SAMPLES.map(({ href, name }) => (
        // Not every file server knows the many small files that a prefetch asks for.
        <Link key={href} href={href} prefetch={false} aria-current={here === href ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
