declare module 'subset-font' {
  /** Keeps of an OpenType or WOFF2 font what `text` needs, with variable axes fixed; by HarfBuzz. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: { targetFormat: 'truetype'; variationAxes: Record<string, number>; dropTables: string[] },
  ): Promise<Buffer>;
}
