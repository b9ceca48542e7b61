import { describe, expect, it } from 'vitest';
import { News } from './news';

describe('news of commits', () => {
  it('is what the look before did not find', () => {
    const news = new News();
    news.isIn([]);
    expect(news.isIn(['7/a'])).toBe(true);
    expect(news.isIn(['7/a'])).toBe(false);
    expect(news.isIn(['7/a', '8/b'])).toBe(true);
    expect(news.isIn(['8/b'])).toBe(false);
  });

  it('is nothing that a first look finds, since it may be as old as the table', () => {
    const news = new News();
    expect(news.isIn(['7/a'])).toBe(false);
    expect(news.isIn(['7/a', '8/b'])).toBe(true);
  });

  it('is nothing that happened before the watch was cut off', () => {
    const news = new News();
    news.isIn(['7/a']);
    news.cutOff();
    expect(news.isIn(['7/a', '8/b'])).toBe(false);
    expect(news.isIn(['8/b', '9/c'])).toBe(true);
  });
});
