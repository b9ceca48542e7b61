/** The yardstick of a start: what Node, Fastify and one question to PostgreSQL take before any of Linehaul. */
import fastify from 'fastify';
import { barePool, serveBare } from './bare-server';

const pool = barePool(1);
void pool.query('select 1').then(() => serveBare(fastify({ logger: false }), pool));
