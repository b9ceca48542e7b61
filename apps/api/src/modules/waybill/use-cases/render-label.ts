import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { drawLabel } from '../label/draw-label';
import type { Label } from '../label/label';
import { LabelFonts } from '../label/label-fonts';

/** Draws labels when they are asked for: they are cheap to make and would be dear to keep. */
@Injectable()
export class RenderLabel {
  private readonly fonts = new LabelFonts();

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** A PDF of one page. */
  execute(_ctx: Context, label: Label): Promise<Buffer> {
    return drawLabel(label, this.fonts, this.clock.now());
  }
}
