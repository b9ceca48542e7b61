import type { LabelFonts } from './label-fonts';
import type { Symbol } from './marks';
import { REPLACEMENT, textRuns, wrapText, type TextRun } from './text-runs';

const POINTS_PER_MM = 72 / 25.4;
const LINE_HEIGHT = 1.25;
const ELLIPSIS = '…';

/** Where text may go, in millimetres from the page's upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A PDF page that is drawn on in millimetres, with text in whatever script the fonts have. */
export class LabelPage {
  private constructor(
    private readonly document: PDFKit.PDFDocument,
    private readonly fontOf: (character: string) => string | undefined,
  ) {}

  /** `text`: everything that will be written; its fonts are loaded here, so that drawing never waits. */
  static async create(
    fonts: LabelFonts,
    size: { readonly widthMm: number; readonly heightMm: number },
    info: { readonly title: string; readonly createdAt: Date },
    text: string,
  ): Promise<LabelPage> {
    const [{ default: Document }, fontOf] = await Promise.all([import('pdfkit'), fonts.lookup()]);
    const document: PDFKit.PDFDocument = new Document({
      size: [size.widthMm * POINTS_PER_MM, size.heightMm * POINTS_PER_MM],
      margin: 0,
      font: '',
      info: { Title: info.title, Creator: 'Linehaul', CreationDate: info.createdAt },
    });
    const needed = new Set(textRuns(text + ELLIPSIS + REPLACEMENT, fontOf).map(({ font }) => font));
    for (const font of needed) document.registerFont(font, await fonts.load(font));
    return new LabelPage(document, fontOf);
  }

  /** Writes into a box, in the largest of `sizes` (points) in which everything fits; in the smallest, what fits. */
  write(paragraphs: readonly string[], box: Box, sizes: readonly number[]): void {
    for (const [index, sizePt] of sizes.entries()) {
      const lines = paragraphs.flatMap((text) => wrapText(text, mm(box.width), (line) => this.widthPt(line, sizePt)));
      const room = Math.floor(mm(box.height) / (sizePt * LINE_HEIGHT));
      if (lines.length > room && index < sizes.length - 1) continue;
      const shown =
        lines.length > room ? [...lines.slice(0, room - 1), this.cut(lines[room - 1] ?? '', box, sizePt)] : lines;
      for (const [row, line] of shown.entries())
        this.line(line, mm(box.x), mm(box.y) + row * sizePt * LINE_HEIGHT, sizePt);
      return;
    }
  }

  /** One line in the middle of the box's width. */
  writeCentered(text: string, box: Box, sizePt: number): void {
    const x = mm(box.x) + (mm(box.width) - this.widthPt(text, sizePt)) / 2;
    this.line(text, x, mm(box.y), sizePt);
  }

  /** A barcode whose symbol fills the box; the caller leaves the quiet zone around it. */
  place(symbol: Symbol, box: Box): void {
    const [scaleX, scaleY] = [mm(box.width) / symbol.width, mm(box.height) / symbol.height];
    for (const { x, y, width, height } of symbol.marks) {
      this.document.rect(mm(box.x) + x * scaleX, mm(box.y) + y * scaleY, width * scaleX, height * scaleY);
    }
    this.document.fill('black');
  }

  /** The frame of a box. */
  frame({ x, y, width, height }: Box, lineMm: number): void {
    this.document.lineWidth(mm(lineMm)).rect(mm(x), mm(y), mm(width), mm(height)).stroke('black');
  }

  /** The finished file. */
  async finish(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    this.document.end();
    for await (const chunk of this.document) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  /** The width of a line in points. */
  private widthPt(text: string, sizePt: number): number {
    return this.runs(text).reduce((sum, run) => sum + this.runWidthPt(run, sizePt), 0);
  }

  private runWidthPt({ font, text }: TextRun, sizePt: number): number {
    return this.document.font(font).fontSize(sizePt).widthOfString(text);
  }

  private line(text: string, xPt: number, yPt: number, sizePt: number): void {
    let x = xPt;
    for (const run of this.runs(text)) {
      const width = this.runWidthPt(run, sizePt);
      this.document.text(run.text, x, yPt, { lineBreak: false });
      x += width;
    }
  }

  private cut(line: string, box: Box, sizePt: number): string {
    const characters = Array.from(line);
    while (characters.length > 0 && this.widthPt(characters.join('') + ELLIPSIS, sizePt) > mm(box.width))
      characters.pop();
    return characters.join('') + ELLIPSIS;
  }

  private runs(text: string): TextRun[] {
    return textRuns(text, this.fontOf);
  }
}

function mm(millimetres: number): number {
  return millimetres * POINTS_PER_MM;
}
