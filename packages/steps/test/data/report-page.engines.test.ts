import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/data/report/html/page.ts';
import { type Browser, type Page, startChromium, type View } from './chromium.ts';
import { folderWith } from './fixture.ts';
import { hostile } from './hostile.ts';
import { finding, reportOn, sampleReport } from './report-sample.ts';

let browser: Browser;
let axe: string;
beforeAll(async () => {
  browser = await startChromium();
  axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
});
afterAll(() => browser.close());

async function open(page: string, view: View): Promise<Page> {
  const root = await folderWith({ 'report.html': page });
  return browser.open(pathToFileURL(join(root, 'report.html')).href, view);
}

const views: readonly View[] = [360, 1200].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
);
const openAll = 'document.querySelectorAll("details").forEach((each) => { each.open = true; })';

describe.each(views)('the page, $width px wide and $scheme', (view) => {
  it('complains of nothing, asks for nothing, and has no violation that axe finds', async () => {
    const page = await open(htmlReport(sampleReport()), view);
    await page.evaluate(openAll);
    await page.evaluate(axe);
    const violations = await page.evaluate(
      'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => html.slice(0, 200) + " " + any.map(({ message }) => message).join())]))',
    );
    if (process.env.SHOTS !== undefined)
      await writeFile(
        join(process.env.SHOTS, `report-${view.width}-${view.scheme}.png`),
        await page.screenshot(),
      );
    expect(violations).toEqual([]);
    expect(page.complaints).toEqual([]);
    expect(page.requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(page.requests).toHaveLength(1);
    await page.close();
  });

  it('is not wider than the screen', async () => {
    const page = await open(htmlReport(sampleReport()), view);
    await page.evaluate(openAll);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(view.width);
    await page.close();
  });
});

describe('the page', () => {
  const view = { width: 1200, scheme: 'light' } as const;

  it('is used by keyboard: first the way to the checks, then each of them', async () => {
    const page = await open(htmlReport(sampleReport()), view);
    const focused = () => page.evaluate('document.activeElement.className || document.activeElement.tagName');
    await page.press('Tab');
    expect(await focused()).toBe('skip');
    await page.press('Enter');
    await page.press('Tab');
    expect(await focused()).toBe('SUMMARY');
    const isOpen = () => page.evaluate('document.activeElement.parentElement.open');
    expect(await isOpen()).toBe(true);
    await page.press('Enter');
    expect(await isOpen()).toBe(false);
    expect(
      await page.evaluate('parseFloat(getComputedStyle(document.activeElement).outlineWidth)'),
    ).toBeGreaterThan(1);
    await page.close();
  });

  it('prints what is folded', async () => {
    const page = await open(htmlReport(sampleReport()), { ...view, media: 'print' });
    const height = 'document.querySelector("details:not([open]) .body").getBoundingClientRect().height';
    expect(await page.evaluate(height)).toBeGreaterThan(50);
    await page.close();
  });

  it('shows hostile texts as texts, and runs none of them', async () => {
    const findings = hostile.map((text) =>
      finding(`${text} x`, {
        status: 'failed',
        failing: 1n,
        description: text,
        owner: text,
        where: text,
        samples: [{ file: text, row: 1, line: 2, cells: [{ column: text, value: text }], reason: text }],
      }),
    );
    const page = await open(htmlReport(reportOn(findings, { entry: hostile[0] ?? '' })), view);
    const count = (selector: string) =>
      page.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
    expect(await count('script, img, iframe, link, object, base, form, [style], [onerror], [onload]')).toBe(
      0,
    );
    expect(await count('style')).toBe(1);
    expect(await count('details.check')).toBe(hostile.length);
    expect(
      await page.evaluate('[...document.querySelectorAll("a")].map((a) => a.getAttribute("href"))'),
    ).toEqual(['#checks']);
    expect([page.complaints, page.requests.length]).toEqual([[], 1]);
    await page.close();
  });

  it('opens fast with a thousand checks that failed', async () => {
    const cells = Array.from({ length: 4 }, (_, at) => ({ column: `c${at}`, value: 'x'.repeat(400) }));
    const samples = Array.from({ length: 50 }, (_, row) => ({ file: 'data/train.csv', row, cells }));
    const findings = Array.from({ length: 1_000 }, (_, at) =>
      finding(`c${at} nullable`, { status: 'failed', failing: 50n, samples }),
    );
    const startedAt = performance.now();
    const page = await open(htmlReport(reportOn(findings)), view);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await page.close();
  });
});
