/** Tells commits that are new from those that were seen before, look by look. */
export class News {
  /** The commits of the last look: no later one finds any that were seen before them. */
  private seen: ReadonlySet<string> | undefined;

  /** Whoever looks now may find what happened before he was cut off: it is none of what is new. */
  cutOff(): void {
    this.seen = undefined;
  }

  /** Whether there is a commit that the look before did not find; never on the first look. */
  isIn(found: readonly string[]): boolean {
    const { seen } = this;
    this.seen = new Set(found);
    return seen !== undefined && found.some((commit) => !seen.has(commit));
  }
}
