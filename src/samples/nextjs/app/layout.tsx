import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { SampleLinks } from '../components/SampleLinks';
import './globals.css';

export const metadata: Metadata = {
  title: 'Runnel with Next.js',
  description: 'Answers of a model while they are written, by fetch and by useChat',
};

export const viewport: Viewport = { colorScheme: 'light dark' };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <header className="site">
          <span className="brand">Runnel with Next.js</span>
          <SampleLinks />
        </header>
        {children}
      </body>
    </html>
  );
}
