import { problemOf, type Problem } from '#lib/http';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { statusDetails } from './status-details';

/** The one table from what HTTP calls it to what gRPC does. */
const CODE_OF_STATUS: Readonly<Record<number, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.FAILED_PRECONDITION,
  412: status.ABORTED,
  413: status.RESOURCE_EXHAUSTED,
  415: status.INVALID_ARGUMENT,
  422: status.FAILED_PRECONDITION,
  428: status.FAILED_PRECONDITION,
  429: status.RESOURCE_EXHAUSTED,
  503: status.UNAVAILABLE,
};

/** Where rich details of a status travel, by gRPC's own convention. */
const DETAILS = 'grpc-status-details-bin';

/** What is answered for anything that was thrown: the same code, sentence and pointers as over HTTP. */
export function statusOf(error: unknown): ServiceError & { readonly fault: boolean } {
  return statusOfProblem(problemOf(error));
}

function statusOfProblem(problem: Problem): ServiceError & { readonly fault: boolean } {
  const code = CODE_OF_STATUS[problem.status] ?? status.INTERNAL;
  const metadata = new Metadata();
  metadata.set(DETAILS, statusDetails(code, problem));
  const { detail, fault } = problem;
  return Object.assign(new Error(detail), { code, details: detail, metadata, fault });
}
