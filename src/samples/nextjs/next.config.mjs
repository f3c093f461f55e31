import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @type {import('next').NextConfig} */
export default {
  // Pages for any file server: whatever needs a server of its own is Runnel's.
  output: 'export',
  trailingSlash: true,
  // This folder is the whole project, whatever lock files lie above it.
  turbopack: { root: dirname(fileURLToPath(import.meta.url)) },
};
