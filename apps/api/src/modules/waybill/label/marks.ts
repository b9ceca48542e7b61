/** A filled rectangle, in modules: the width of a barcode's thinnest bar or of a QR code's square. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A barcode as rectangles, so that it is printed as sharp as the printer can, at any size. */
export interface Symbol {
  readonly marks: readonly Mark[];
  /** In modules, without the quiet zone around it. */
  readonly width: number;
  readonly height: number;
}

/** Code 128 (ISO/IEC 15417), one module high. */
export async function code128(text: string): Promise<Symbol> {
  const [symbol] = (await encoder()).raw({ bcid: 'code128', text });
  if (symbol === undefined || !('sbs' in symbol)) throw new Error(`${text} has no Code 128 symbol`);
  const marks: Mark[] = [];
  let x = 0;
  for (const [index, width] of symbol.sbs.entries()) {
    if (index % 2 === 0) marks.push({ x, y: 0, width, height: 1 }); // bars and spaces take turns
    x += width;
  }
  return { marks, width: x, height: 1 };
}

/** QR code (ISO/IEC 18004) with error correction level M. */
export async function qrCode(text: string): Promise<Symbol> {
  const [symbol] = (await encoder()).raw('qrcode', text, 'eclevel=M');
  if (symbol === undefined || !('pixs' in symbol)) throw new Error(`${text} has no QR code`);
  const { pixs, pixx, pixy } = symbol;
  const marks = pixs.flatMap((dark, index) =>
    dark === 1 ? [{ x: index % pixx, y: Math.floor(index / pixx), width: 1, height: 1 }] : [],
  );
  return { marks, width: pixx, height: pixy };
}

/** Loaded with the first label: most processes never print one. */
async function encoder() {
  // The default export: under the name `raw` alone the ES module exports a symbology of that name instead.
  return (await import('bwip-js')).default;
}
