import type { InfiniteData } from '@tanstack/react-query';
import type { components as live } from './live-schema';
import type { components } from './messaging-schema';

/** A conversation, as one of its members sees it. */
export type MessageGroup = components['schemas']['MessageGroup'];
/** One page of the list of conversations; `next_cursor` is absent on the last. */
export type MessageGroupPage = components['schemas']['MessageGroupPage'];
/** Somebody in a conversation. */
export type Member = components['schemas']['Member'];
/** Who wrote a message, or whom an event is about. */
export type Person = components['schemas']['Person'];
/** What somebody said in a conversation, or what happened to it. */
export type Message = components['schemas']['Message'];
/** One page of a conversation; `next_cursor` is absent on the last. */
export type MessagePage = components['schemas']['MessagePage'];
/** The newest message, as the list of conversations shows it. */
export type MessagePreview = components['schemas']['MessagePreview'];
/** How long the messages of a conversation live. */
export type Timer = components['schemas']['Timer'];
/** What may come over the live connection. */
export type Frame = live['schemas']['Frame'];

/** The list of conversations as the query cache holds it. */
export type GroupList = InfiniteData<MessageGroupPage, string | undefined>;

/** The two ends of a handle's spelling: handles differ in case, never in person. */
export function sameHandle(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
