/** The version of the API and of this build; the manifest's, checked by a test. */
export const VERSION = '0.1.0';
