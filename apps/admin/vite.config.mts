import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page's nonce is written into this by the server, for every answer anew. */
const NONCE = '__CSP_NONCE__';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/console/',
  plugins: [react()],
  html: { cspNonce: NONCE },
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    reportCompressedSize: false,
    // Libraries with one face for everything would else bring the parts of every page along with the first.
    rolldownOptions: { experimental: { lazyBarrel: true } },
  },
});
