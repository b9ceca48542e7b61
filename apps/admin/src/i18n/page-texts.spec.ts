import { describe, expect, it } from 'vitest';
import { addTexts, textOfPage } from './page-texts';

describe('the texts of a page', () => {
  it('are there in every language once the page is loaded', () => {
    expect(textOfPage('en', 'probe.of.texts')).toBeUndefined();
    addTexts({ probe: { of: { texts: ['A probe', '探针'] } } });
    expect([textOfPage('en', 'probe.of.texts'), textOfPage('zh', 'probe.of.texts')]).toEqual(['A probe', '探针']);
  });
});
