import { describe, expect, it, vi } from 'vitest';
import type { Refusal, Upload } from '@/api/models';
import { NetworkError, ProblemError } from '@/api/problem';
import { anUpload, anUploadForm } from '@/testing/data';
import { FormRefused } from './send-form';
import { Uploader, type UploadWorld } from './uploader';
import { NotUsable } from './upload-words';
import type { UploadJob, UploadState } from './upload-state';

const file = new File(['x'], 'cat.jpg', { type: 'image/jpeg' });

type Answer<T> = T | Error;

interface Script {
  prepare?: Error;
  grants?: Answer<ReturnType<typeof anUploadForm>>[];
  sends?: (Error | undefined)[];
  asks?: Answer<Upload>[];
}

/** Gives the answers one after another, the last one for ever. */
function inTurn<T>(answers: readonly Answer<T>[], otherwise: T): () => Promise<T> {
  let turn = 0;
  return () => {
    const answer = answers[Math.min(turn++, answers.length - 1)] ?? otherwise;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
}

/** A world that answers by a script, the last line for ever; time passes only by waiting. */
function aWorld({ prepare, grants = [], sends = [], asks = [] }: Script) {
  let now = Date.parse('2026-11-25T12:00:00Z');
  const grant = vi.fn<UploadWorld['grant']>(inTurn(grants, anUploadForm()));
  const answerToSend = inTurn<undefined>(sends, undefined);
  const send = vi.fn<UploadWorld['send']>((_, __, onShare) => {
    onShare(0.5);
    return answerToSend();
  });
  const ask = vi.fn<UploadWorld['ask']>(inTurn(asks, anUpload('ready')));
  const world: UploadWorld = {
    prepare: () =>
      prepare ? Promise.reject(prepare) : Promise.resolve({ body: file, type: 'image/jpeg' }),
    grant,
    send,
    ask,
    wait: (ms, signal) => {
      now += ms;
      return signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve();
    },
    now: () => now,
  };
  return { world, grant, send, ask };
}

async function upload(world: UploadWorld, change: Partial<UploadJob> = {}): Promise<UploadState[]> {
  const states: UploadState[] = [];
  const { signal } = new AbortController();
  const onState = (state: UploadState) => void states.push(state);
  await new Uploader(world).run({ purpose: 'photo', file, signal, onState, ...change });
  return states;
}

const offline = new NetworkError();
const unavailable = new ProblemError({ status: 503 });

describe('an upload', () => {
  it('goes by its steps', async () => {
    const { world, grant } = aWorld({ asks: [anUpload('pending'), anUpload('ready')] });
    const states = await upload(world);
    expect(states.map(({ phase }) => phase)).toEqual([
      'preparing',
      'uploading',
      'uploading',
      'processing',
      'ready',
    ]);
    expect(grant.mock.calls[0]?.[0]).toEqual({
      purpose: 'photo',
      content_type: 'image/jpeg',
      size: 1,
    });
  });

  it('that arrived although no answer came isn’t sent again', async () => {
    const { world, send } = aWorld({
      sends: [offline],
      asks: [anUpload('pending'), anUpload('ready')],
    });
    const states = await upload(world);
    expect(states.at(-1)?.phase).toBe('ready');
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('that did not arrive is sent again with the same form', async () => {
    const pending = anUpload('pending');
    const asks = [pending, pending, pending, anUpload('ready')];
    const { world, grant, send } = aWorld({ sends: [offline, undefined], asks });
    const states = await upload(world);
    expect(states.at(-1)?.phase).toBe('ready');
    expect(send).toHaveBeenCalledTimes(2);
    expect(grant).toHaveBeenCalledTimes(1);
  });

  it('gives up when the connection stays away, and can be tried again', async () => {
    const { world, send } = aWorld({ sends: [offline], asks: [offline] });
    const states = await upload(world);
    expect(states.at(-1)).toMatchObject({ phase: 'failed', retry: true, id: undefined });
    expect(send).toHaveBeenCalledTimes(3);
  });

  it('asks for another form when the first came too late', async () => {
    const late = anUploadForm({ expires_at: '2026-11-25T11:59:00Z' });
    const { world, grant, send } = aWorld({
      grants: [late, anUploadForm()],
      sends: [new FormRefused(403), undefined],
    });
    const states = await upload(world);
    expect(states.at(-1)?.phase).toBe('ready');
    expect(grant).toHaveBeenCalledTimes(2);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('that storage turned away is not sent again by itself', async () => {
    const { world, send } = aWorld({ sends: [new FormRefused(400)] });
    expect((await upload(world)).at(-1)).toMatchObject({ phase: 'failed', retry: true });
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('goes on asking through hiccups', async () => {
    const asks = [offline, unavailable, anUpload('pending'), anUpload('ready')];
    const { world, ask } = aWorld({ asks });
    expect((await upload(world)).at(-1)?.phase).toBe('ready');
    expect(ask).toHaveBeenCalledTimes(4);
  });

  it('doesn’t ask for ever, and asks on when it is tried again', async () => {
    const { world, ask, send } = aWorld({ asks: [anUpload('pending')] });
    const { id } = anUploadForm();
    const last = (await upload(world)).at(-1);
    expect(last).toMatchObject({ phase: 'failed', retry: true, id });
    expect(ask.mock.calls.length).toBeLessThan(50);

    const again = aWorld({});
    const states = await upload(again.world, { file: undefined, sent: id });
    expect(states.map(({ phase }) => phase)).toEqual(['processing', 'ready']);
    expect(again.send).not.toHaveBeenCalled();
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('that the service has forgotten is sent anew when it is tried again', async () => {
    const { world } = aWorld({ asks: [new ProblemError({ status: 404 })] });
    expect((await upload(world)).at(-1)).toMatchObject({ retry: true, id: undefined });
  });

  it('says nothing more once it is cancelled', async () => {
    const abort = new AbortController();
    const { world, ask } = aWorld({ asks: [anUpload('pending')] });
    const states: UploadState[] = [];
    const onState = (state: UploadState) => {
      states.push(state);
      if (state.phase === 'processing') abort.abort();
    };
    await upload(world, { signal: abort.signal, onState });
    expect(states.at(-1)?.phase).toBe('processing');
    expect(ask.mock.calls.length).toBeLessThanOrEqual(1);
  });
});

describe('what can’t be uploaded', () => {
  const refusals: [Refusal['code'], RegExp][] = [
    ['empty', /empty/],
    ['too_large', /too big/],
    ['unsupported_format', /JPEG, PNG, GIF or WebP/],
    ['broken', /damaged/],
    ['too_many_pixels', /too many pixels/],
    ['too_complex', /too complicated/],
  ];
  it.each(refusals)('is explained: %s', async (code, words) => {
    const { world } = aWorld({ asks: [anUpload('refused', code)] });
    const last = (await upload(world)).at(-1);
    expect(last).toMatchObject({ phase: 'failed', retry: false });
    expect(last).toHaveProperty('words', expect.stringMatching(words));
  });

  it('never leaves the device when it isn’t usable', async () => {
    const { world, grant } = aWorld({ prepare: new NotUsable('It is a song.') });
    expect((await upload(world)).at(-1)).toMatchObject({ words: 'It is a song.', retry: false });
    expect(grant).not.toHaveBeenCalled();
  });

  it('waits for tomorrow when today’s quota is used up', async () => {
    const quota = new ProblemError({ status: 429, code: 'upload_quota_exceeded' }, 5400);
    const { world } = aWorld({ grants: [quota] });
    const last = (await upload(world)).at(-1);
    expect(last).toMatchObject({ phase: 'failed', retry: true });
    expect(last).toHaveProperty('words', expect.stringContaining('room again in 1.5 hours'));
  });

  it('is the file of a page that was left', async () => {
    const { world } = aWorld({});
    expect((await upload(world, { file: undefined })).at(-1)).toMatchObject({ retry: false });
  });
});
