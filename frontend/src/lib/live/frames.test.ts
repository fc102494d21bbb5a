import { describe, expect, it } from 'vitest';
import { aMessage, GROUP, messageId } from '@/testing/messages';
import { parseFrame } from './frames';

describe('parseFrame', () => {
  it.each([
    { type: 'message', group_id: GROUP, message: aMessage(1) },
    { type: 'message_deleted', group_id: GROUP, message_id: messageId(1) },
    { type: 'read', group_id: GROUP, handle: 'nova', message_id: messageId(1) },
    { type: 'typing', group_id: GROUP, handle: 'nova', since: 'a later version' },
    { type: 'notification', payload: {} },
    { type: 'auth_expired' },
  ])('reads $type', (frame) => {
    expect(parseFrame(JSON.stringify(frame))).toEqual(frame);
  });

  it.each([
    ['what is no JSON', '{'],
    ['what is no object', '"message"'],
    ['what is no text', new ArrayBuffer(2)],
    ['a kind from the future', '{"type":"reaction","group_id":"g"}'],
    ['the name of something every object has', '{"type":"toString"}'],
    ['a message of nobody', '{"type":"message","group_id":"g","message":{"id":"1"}}'],
    ['a deletion of nothing', '{"type":"message_deleted","group_id":"g"}'],
  ])('passes over %s', (_, data) => {
    expect(parseFrame(data)).toBeNull();
  });
});
