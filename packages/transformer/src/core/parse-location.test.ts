import { toHost, toPagePath } from './parse-location.ts';

test.each([
  ['https://shop.example/a/b?c=d#e', '/a/b'],
  ['https://shop.example', '/'],
  ['https://shop.example?x', '/'],
  ['/a#b?c', '/a'],
  ['a/b', 'a/b'],
  ['', '/'],
])('the path of %s is %s', (url, path) => expect(toPagePath(url)).toBe(path));

test.each([
  ['https://www.Shop.example:8080/x', 'shop.example'],
  ['http://user:pw@shop.example', 'shop.example'],
  ['/relative', null],
  ['android-app://com.example/x', 'com.example'],
])('the host of %s is %s', (url, host) => expect(toHost(url)).toBe(host));
