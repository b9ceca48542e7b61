import { groupWaybillNumber } from '../domain/waybill-number';
import type { Label, LabelParty } from './label';
import type { LabelFonts } from './label-fonts';
import { type Box, LabelPage } from './label-page';
import { code128, qrCode } from './marks';

const WIDTH_MM = 100;
const HEIGHT_MM = 150;
/** ISO/IEC 15417 asks for 10 modules of white beside the bars; thinner bars than 0.25 mm blur on thermal printers. */
const BARS: Box = { x: 10, y: 48, width: 80, height: 20 };
/** ISO/IEC 18004 asks for 4 modules of white around the symbol. */
const QR: Box = { x: 76, y: 128.5, width: 17, height: 17 };
const CAPTION_PT = 6;
const CAPTIONS = {
  to: 'TO 收件人',
  from: 'FROM 寄件人',
  station: 'STATION',
  zone: 'ZONE',
  weight: 'WEIGHT',
  reference: 'REF',
};
const BRAND = 'LINEHAUL';

/** The label of one parcel: 100 × 150 mm, black on white, one page. */
export async function drawLabel(label: Label, fonts: LabelFonts, createdAt: Date): Promise<Buffer> {
  const info = { title: `Waybill ${label.number}`, createdAt };
  const size = { widthMm: WIDTH_MM, heightMm: HEIGHT_MM };
  const page = await LabelPage.create(fonts, size, info, everyText(label));
  drawHead(page, label);
  page.place(await code128(label.number), BARS);
  page.writeCentered(groupWaybillNumber(label.number), { x: 4, y: 69.5, width: 92, height: 6 }, 13);
  drawParty(page, CAPTIONS.to, label.recipient, { x: 4, y: 77, width: 92, height: 34 }, [15, 13, 11, 9, 7.5]);
  drawParty(page, CAPTIONS.from, label.sender, { x: 4, y: 111, width: 92, height: 16 }, [9, 8, 7, 6]);
  await drawFoot(page, label);
  return page.finish();
}

/** Where the parcel goes, large enough to be read across a belt. */
function drawHead(page: LabelPage, { serviceLevel, stationCode, zoneCode }: Label): void {
  page.frame({ x: 2, y: 2, width: 96, height: 146 }, 0.4);
  page.write([BRAND], { x: 5, y: 4.5, width: 45, height: 9 }, [16]);
  page.frame({ x: 55, y: 4, width: 41, height: 9.5 }, 0.6);
  page.writeCentered(serviceLevel.toUpperCase(), { x: 55, y: 5.2, width: 41, height: 8 }, 14);
  page.frame({ x: 2, y: 16, width: 96, height: 28 }, 0.4);
  caption(page, CAPTIONS.station, 5, 17);
  page.write([stationCode], { x: 5, y: 20, width: 60, height: 23 }, [42, 34, 26, 18, 12]);
  if (zoneCode === undefined) return;
  page.frame({ x: 68, y: 16, width: 30, height: 28 }, 0.4);
  caption(page, CAPTIONS.zone, 70, 17);
  page.write([zoneCode], { x: 70, y: 21, width: 26, height: 22 }, [26, 18, 12, 9]);
}

function drawParty(page: LabelPage, title: string, party: LabelParty, box: Box, sizesPt: readonly number[]): void {
  page.frame({ x: 2, y: box.y, width: 96, height: box.height }, 0.4);
  caption(page, title, box.x + 1, box.y + 0.8);
  const inner = { x: box.x + 1, y: box.y + 4, width: box.width - 2, height: box.height - 4.5 };
  page.write(partyTexts(party), inner, sizesPt);
}

async function drawFoot(page: LabelPage, label: Label): Promise<void> {
  caption(page, CAPTIONS.weight, 5, 128.5);
  page.write([weightText(label)], { x: 5, y: 131, width: 60, height: 6 }, [11]);
  caption(page, CAPTIONS.reference, 5, 137.5);
  page.write([label.reference], { x: 5, y: 140, width: 64, height: 7 }, [11, 8, 6]);
  page.place(await qrCode(label.number), QR);
}

function caption(page: LabelPage, text: string, x: number, y: number): void {
  page.write([text], { x, y, width: 60, height: 3 }, [CAPTION_PT]);
}

function partyTexts({ name, phone, addressLines }: LabelParty): string[] {
  return [name, ...(phone === undefined ? [] : [phone]), ...addressLines].filter((text) => text.trim() !== '');
}

function weightText({ weightG }: Label): string {
  return `${(weightG / 1000).toFixed(3)} kg`;
}

function everyText(label: Label): string {
  const fixed = [BRAND, ...Object.values(CAPTIONS), groupWaybillNumber(label.number), weightText(label)];
  const codes = [label.serviceLevel.toUpperCase(), label.stationCode, label.zoneCode ?? '', label.reference];
  return [...fixed, ...codes, ...partyTexts(label.recipient), ...partyTexts(label.sender)].join(' ');
}
