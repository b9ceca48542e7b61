/** Who sends or receives, as it is printed. */
export interface LabelParty {
  readonly name: string;
  /** E.164. */
  readonly phone?: string | undefined;
  /** From the street to the country; each is wrapped where it is too long. */
  readonly addressLines: readonly string[];
}

/** Everything a label says. */
export interface Label {
  readonly number: string;
  /** For example `standard`. */
  readonly serviceLevel: string;
  readonly recipient: LabelParty;
  readonly sender: LabelParty;
  /** The delivery station that the parcel is sorted to. */
  readonly stationCode: string;
  readonly zoneCode?: string | undefined;
  readonly weightG: number;
  /** The merchant's own order number. */
  readonly reference: string;
}
