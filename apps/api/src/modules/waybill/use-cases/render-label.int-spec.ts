import { DomainError, systemContext } from '#lib/kernel';
import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  GlobalHistogramBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waybillNumber } from '../domain/waybill-number';
import type { Label } from '../label/label';
import { RenderLabel } from './render-label';

const NUMBER = waybillNumber(123_456_789_012);
const LABEL: Label = {
  number: NUMBER,
  serviceLevel: 'standard',
  recipient: {
    name: '李雷 Li Lei',
    phone: '+8613800138000',
    addressLines: ['建国路93号万达广场12号楼1805室', '朝阳区 北京市 100020', 'CN'],
  },
  sender: { name: 'Demo Merchant 示例商家', addressLines: ['1 Harbour Road, Shanghai 上海'] },
  stationCode: 'BJ-CY-01',
  zoneCode: 'Z07',
  weightG: 2_350,
  reference: 'SO-10001',
};

describe('RenderLabel', () => {
  const clock = { now: () => new Date('2030-01-02T03:04:05Z') };
  const labels = new RenderLabel(clock);
  afterAll(() => labels.onApplicationShutdown());
  /** As a client does: what came too late, since threads were loading fonts and libraries, is asked for again. */
  const render = async (label: Label): Promise<Buffer> => {
    for (;;) {
      try {
        return await labels.execute(systemContext('test'), label);
      } catch (error) {
        if (!(error instanceof DomainError && error.kind === 'overloaded')) throw error;
      }
    }
  };
  let pdf: Buffer;
  let drawing: string;
  beforeAll(async () => {
    pdf = await render(LABEL);
    drawing = drawingOf(pdf);
  });

  it('leaves the event loop to others while it draws', async () => {
    const before = performance.eventLoopUtilization();
    await Promise.all(Array.from({ length: 20 }, () => render(LABEL)));
    // Drawn here, twenty labels would keep this thread busy nearly all of the time.
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
  });

  it('is one page of 100 × 150 mm', () => {
    const text = pdf.toString('latin1');
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? [];
    expect((Number(width) / 72) * 25.4).toBeCloseTo(100, 2);
    expect((Number(height) / 72) * 25.4).toBeCloseTo(150, 2);
  });

  it('embeds the fonts of its Chinese text', () => {
    const text = pdf.toString('latin1');
    expect(text.match(/\/BaseFont \/[A-Z]{6}\+NotoSansSC/g)?.length).toBeGreaterThan(5);
    expect(text).not.toContain('/Helvetica');
    expect(mappedCharacters(pdf)).toEqual(expect.arrayContaining(Array.from('李雷建国路万达广场北京')));
  });

  it('carries the waybill number as Code 128 with 10 modules of quiet zone', () => {
    expect(decode(bitmapOf(drawing, 'bars'), BarcodeFormat.CODE_128)).toBe(NUMBER);
  });

  it('carries the waybill number as QR code with 4 modules of quiet zone', () => {
    expect(decode(bitmapOf(drawing, 'squares'), BarcodeFormat.QR_CODE)).toBe(NUMBER);
  });

  it('takes text of any length and script: what has no glyph becomes a box, what has no room is cut', async () => {
    const long = {
      name: '超'.repeat(200),
      addressLines: Array.from({ length: 9 }, () => 'Donaudampfschifffahrt '.repeat(20)),
    };
    const label = await render({
      ...LABEL,
      recipient: long,
      sender: { name: '😀 \u0915', addressLines: [] },
      reference: 'x'.repeat(255),
    });
    expect(mappedCharacters(label)).toEqual(expect.arrayContaining(['□', '…', '超']));
    expect(label.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
  });
});

function streamsOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/FlateDecode[^>]*>>\s*stream\r?\n/g)].flatMap((match) => {
    const start = match.index + match[0].length;
    const bytes = pdf.subarray(start, text.indexOf('endstream', start));
    return [inflateSync(bytes).toString('latin1')];
  });
}

function drawingOf(pdf: Buffer): string {
  return streamsOf(pdf).find((stream) => stream.includes(' re\n')) ?? '';
}

/** The characters that a reader can copy from the file: those that its fonts map their glyphs to. */
function mappedCharacters(pdf: Buffer): string[] {
  const maps = streamsOf(pdf).filter((stream) => stream.includes('beginbfrange'));
  return maps.flatMap((map) =>
    [...map.matchAll(/<([0-9a-f]{4})>(?=[ \]])/g)].map(([, hex = '']) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
}

/** [x, y, width, height] of what is filled, not of what is only framed (PDF 1.7, table 59 and 60). */
function filledRectangles(content: string): number[][] {
  const filled: number[][] = [];
  let path: number[][] = [];
  for (const line of content.split('\n')) {
    const values = line.split(' ');
    if (values.at(-1) === 're') path.push(values.slice(0, 4).map(Number));
    if (line === 'f') filled.push(...path);
    if (line === 'f' || line === 'S') path = [];
  }
  return filled;
}

interface Bitmap {
  readonly luminances: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Paints the filled rectangles of one barcode, with as much white around as the standard asks for. */
function bitmapOf(content: string, which: 'bars' | 'squares'): Bitmap {
  const rectangles = filledRectangles(content).filter(([, , , height = 0]) => height > 30 === (which === 'bars'));
  const module = Math.min(...rectangles.map(([, , width = 0]) => width));
  const quiet = which === 'bars' ? 10 : 4;
  const left = Math.min(...rectangles.map(([x = 0]) => x));
  const top = Math.min(...rectangles.map(([, y = 0]) => y));
  const right = Math.max(...rectangles.map(([x = 0, , width = 0]) => x + width));
  const bottom = Math.max(...rectangles.map(([, y = 0, , height = 0]) => y + height));
  const scale = 4 / module;
  const size = (length: number) => Math.round((length + 2 * quiet * module) * scale);
  const [width, height] = [size(right - left), size(bottom - top)];
  const luminances = new Uint8ClampedArray(width * height).fill(255);
  for (const [x = 0, y = 0, w = 0, h = 0] of rectangles) {
    const place = (value: number, start: number) => Math.round((value - start + quiet * module) * scale);
    for (let row = place(y, top); row < place(y + h, top); row++) {
      luminances.fill(0, row * width + place(x, left), row * width + place(x + w, left));
    }
  }
  return { luminances, width, height };
}

function decode({ luminances, width, height }: Bitmap, format: BarcodeFormat): string {
  const reader = new MultiFormatReader();
  const bitmap = new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(luminances, width, height)));
  return reader.decode(bitmap, new Map([[DecodeHintType.POSSIBLE_FORMATS, [format]]])).getText();
}
