import { describe, expect, it } from 'vitest';
import { DraftStore, ReplyDrafts } from './draft-store';

describe('DraftStore', () => {
  it('outlives a reload, with the key of its attempt', () => {
    const before = new DraftStore();
    before.write('half a thought');
    before.chooseTtl('3-hours');
    const key = before.keyFor('body');
    const after = new DraftStore();
    expect(after.draft).toMatchObject({ text: 'half a thought', ttl: '3-hours' });
    expect(after.keyFor('body')).toBe(key);
  });

  it('uses another key for other words, and after posting', () => {
    const store = new DraftStore();
    store.write('x');
    const first = store.keyFor('one');
    expect(store.keyFor('two')).not.toBe(first);
    store.posted();
    expect(store.keyFor('one')).not.toBe(first);
  });

  it('remembers the life for the next crud', () => {
    const store = new DraftStore();
    store.chooseTtl('1-hour');
    store.posted();
    expect(new DraftStore().draft).toMatchObject({ text: '', ttl: '1-hour' });
  });

  it('leaves nothing behind for the next person', () => {
    const store = new DraftStore();
    store.write('secret');
    store.chooseTtl('1-hour');
    store.forget();
    expect(window.sessionStorage).toHaveLength(0);
  });

  it('begins anew when what is stored is broken', () => {
    window.sessionStorage.setItem('cruddur.draft', '{"text": 7');
    window.sessionStorage.setItem('cruddur.ttl', 'for-ever');
    expect(new DraftStore().draft).toEqual({ text: '', ttl: undefined });
  });
});

describe('ReplyDrafts', () => {
  it('keeps one for each crud, with the key of its attempt, over a reload', () => {
    const before = new ReplyDrafts();
    before.of('a').write('to a');
    before.of('b').write('to b');
    const key = before.of('a').keyFor('to a');
    const after = new ReplyDrafts();
    expect(after.of('a').draft.text).toBe('to a');
    expect(after.of('b').draft.text).toBe('to b');
    expect(after.of('a').keyFor('to a')).toBe(key);
    expect(after.of('a')).toBe(after.of('a'));
  });

  it('uses another key for the same words to another crud', () => {
    const drafts = new ReplyDrafts();
    expect(drafts.of('a').keyFor('yes')).not.toBe(drafts.of('b').keyFor('yes'));
  });

  it('leaves nothing behind for the next person, and the crud being written alone', () => {
    new ReplyDrafts().of('before the reload').write('secret');
    new DraftStore().write('a crud');
    const drafts = new ReplyDrafts();
    drafts.of('a').write('secret too');
    drafts.forget();
    expect(drafts.of('a').draft.text).toBe('');
    expect(Object.keys(window.sessionStorage)).toEqual(['cruddur.draft']);
  });
});
