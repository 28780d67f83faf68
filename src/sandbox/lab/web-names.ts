/** Web services that the lab plays in place of the world's, over HTTPS with certificates of the lab's root. */
export const RDAP_BOOTSTRAP_URL = 'https://rdap.lab.example/dns.json'
/** The IP address and URL web service of Microsoft 365, without a final slash. */
export const ENDPOINTS_URL = 'https://endpoints.lab.example'
