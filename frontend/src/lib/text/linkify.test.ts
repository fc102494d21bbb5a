import { describe, expect, it } from 'vitest';
import { linkify, webAddress } from './linkify';

const links = (text: string) =>
  linkify(text).flatMap((part) => (part.kind === 'link' ? [part.href] : []));
const mentions = (text: string) =>
  linkify(text).flatMap((part) => (part.kind === 'mention' ? [part.handle] : []));

describe('linkify', () => {
  it.each([
    ['see https://example.org/a?b=c#d now', 'https://example.org/a?b=c#d'],
    ['(see https://example.org/a).', 'https://example.org/a'],
    [
      'https://en.example.org/Bomb_(disambiguation)',
      'https://en.example.org/Bomb_(disambiguation)',
    ],
    ['HTTPS://EXAMPLE.ORG!', 'https://example.org/'],
    ['“https://example.org/x…”', 'https://example.org/x…”'],
  ])('finds the address in %j', (text, href) => {
    expect(links(text)).toEqual([new URL(href).href]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'https://',
    'https://bank.example@evil.example/login',
    'http://[',
    'file:///etc/passwd',
  ])('makes no link of %j', (text) => {
    expect(links(text)).toEqual([]);
  });

  it('keeps markup as the text it is', () => {
    const text = '<img src=x onerror=alert(1)> https://a.example/"onmouseover="alert(1)';
    expect(links(text)).toEqual(['https://a.example/']);
    expect(linkify(text)[0]).toEqual({ kind: 'text', text: '<img src=x onerror=alert(1)> ' });
  });

  it('finds mentions that stand alone', () => {
    expect(mentions('@nova and (@Sam_Pike), but not a@b.example or @ab or x/@path')).toEqual([
      'nova',
      'Sam_Pike',
    ]);
    expect(mentions('@abcdefghijklmnopqrstuvwxyz é@nova')).toEqual([]);
  });

  it('loses nothing', () => {
    const text = 'a @nova, https://x.example/y. <b>\n\n@@nova @nova@x https://';
    expect(
      linkify(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});

describe('webAddress', () => {
  it('takes the web only', () => {
    expect(webAddress('https://nova.example.org')).toBe('https://nova.example.org/');
    expect(webAddress('javascript:alert(1)')).toBeNull();
    expect(webAddress('not an address')).toBeNull();
  });
});
