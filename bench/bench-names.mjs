/** The zone that the diagnoses are measured on, and where its hosts seem to be: in RFC 2544's range for benchmarks. */
export const DOMAIN = 'bench.example'
export const addressOf = (number) => `198.18.${number >> 8}.${number & 255}`
