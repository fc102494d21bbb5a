import { describe, expect, it } from 'vitest';
import {
  describeError,
  describeFault,
  isTransient,
  NetworkError,
  ProblemError,
  problemFrom,
  SessionEndedError,
} from './problem';

const response = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers });

describe('problemFrom', () => {
  it('reads a problem document', () => {
    const errors = [{ field: 'message', code: 'blank', message: 'must not be blank' }];
    const body = { type: 't', title: 'Invalid', status: 422, code: 'invalid', detail: 'd', errors };
    const problem = problemFrom(response(422), { ...body, request_id: 'r' });
    expect(problem).toMatchObject({ status: 422, code: 'invalid', message: 'd', requestId: 'r' });
    expect(problem.fields).toEqual(errors);
  });

  it('makes do with the headers of an answer that is none', () => {
    const problem = problemFrom(response(503, { 'retry-after': '7', 'x-request-id': 'r' }), '<p>');
    expect(problem).toMatchObject({ status: 503, code: 'unknown', requestId: 'r', retryAfter: 7 });
  });
});

describe('words for people', () => {
  it.each([
    [new NetworkError(), /could not reach/],
    [new SessionEndedError(), /session ended/],
    [new ProblemError({ status: 429 }), /too fast/],
    [new ProblemError({ status: 500, detail: 'pq: deadlock' }), /our side/],
    [new ProblemError({ status: 403, detail: 'Not yours.' }), /^Not yours\.$/],
    [new TypeError('x is undefined'), /our side/],
  ])('describes %s', (error, words) => {
    expect(describeError(error)).toMatch(words);
  });

  it('makes a sentence of a fault', () => {
    const fault = { field: 'bio', code: 'x' };
    expect(describeFault({ ...fault, message: 'must be one line' })).toBe('This must be one line.');
    expect(describeFault({ ...fault, message: 'Not so.' })).toBe('Not so.');
    expect(describeFault(fault)).toBe('This is not valid.');
  });
});

describe('isTransient', () => {
  it('knows what another try may heal', () => {
    expect(isTransient(new NetworkError())).toBe(true);
    expect(isTransient(new ProblemError({ status: 503 }))).toBe(true);
    expect(isTransient(new ProblemError({ status: 500 }))).toBe(false);
    expect(isTransient(new ProblemError({ status: 422 }))).toBe(false);
    expect(isTransient(new SessionEndedError())).toBe(false);
  });
});
