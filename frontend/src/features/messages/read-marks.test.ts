import { describe, expect, it } from 'vitest';
import { NetworkError, ProblemError } from '@/api/problem';
import { ReadMarks } from './read-marks';

/** Records what is put, and fails by a script. */
function marks(...troubles: (Error | undefined)[]) {
  const put: string[] = [];
  const readMarks = new ReadMarks((group, id) => {
    put.push(`${group} ${id}`);
    const trouble = troubles.shift();
    return trouble ? Promise.reject(trouble) : Promise.resolve();
  });
  return { readMarks, put };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('read marks', () => {
  it('are told once', async () => {
    const { readMarks, put } = marks();
    readMarks.mark('g', '1');
    await settled();
    readMarks.resume();
    expect(put).toEqual(['g 1']);
  });

  it('that didn’t get through are told with the next connection, the newest of each', async () => {
    const { readMarks, put } = marks(new NetworkError(), new ProblemError({ status: 503 }));
    readMarks.mark('g', '1');
    readMarks.mark('g', '2');
    readMarks.mark('h', '1');
    await settled();
    readMarks.resume();
    await settled();
    readMarks.resume();
    expect(put).toEqual(['g 1', 'g 2', 'h 1', 'g 2']);
  });

  it('that the service refuses aren’t told again, nor those of who left', async () => {
    const { readMarks, put } = marks(new ProblemError({ status: 404 }), new NetworkError());
    readMarks.mark('g', '1');
    readMarks.mark('h', '1');
    await settled();
    readMarks.forget();
    readMarks.resume();
    expect(put).toEqual(['g 1', 'h 1']);
  });
});
