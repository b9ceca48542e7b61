const ADJECTIVES = ['Bamboo', 'Ceramic', 'Copper', 'Cotton', 'Glass', 'Jade', 'Linen', 'Oak', 'Silk', 'Steel'];
const GOODS = [
  'backpack',
  'basket',
  'bowl set',
  'chess set',
  'desk lamp',
  'fan',
  'flask',
  'frame',
  'kettle',
  'lantern',
  'mug',
  'notebook',
  'pan',
  'scarf',
  'shelf',
  'stool',
  'tea set',
  'toy train',
  'tray',
  'vase',
];

/** Units of each SKU on the shelves of each warehouse: enough for days of demo, and a number that is fun to see fall. */
export const DEMO_STOCK = 100_000;

/** SKU-0001 to SKU-0200 with weights from 100 g to 4 kg; the same every time. */
export function demoSkus(): { sku: string; name: string; weightG: number }[] {
  return GOODS.flatMap((good) => ADJECTIVES.map((adjective) => `${adjective} ${good}`)).map((name, index) => ({
    sku: `SKU-${String(index + 1).padStart(4, '0')}`,
    name,
    weightG: 100 + ((index * 379) % 40) * 100,
  }));
}
