import type { Exchange } from '../ports/exchange.ts'

/**
 * The same tenant, where the same thing read again while this object lives is answered from the first time: several plans made at one moment look at
 * the same connectors, domains, recipients and mail, and the message trace takes only 100 calls in 5 minutes. Writes are not held back.
 */
export function shareReads(exchange: Exchange): Exchange {
  const answers = new Map<string, Promise<unknown>>()
  const once = <T>(name: string, asked: unknown, read: () => Promise<T>): Promise<T> => {
    const key = `${name} ${JSON.stringify(asked)}`
    const answer = (answers.get(key) as Promise<T> | undefined) ?? read()
    answers.set(key, answer)
    return answer
  }
  return {
    ...exchange,
    connectors: () => once('connectors', null, () => exchange.connectors()),
    acceptedDomains: () => once('acceptedDomains', null, () => exchange.acceptedDomains()),
    mailUsers: (domains) => once('mailUsers', domains, () => exchange.mailUsers(domains)),
    knownAddresses: (addresses) => once('knownAddresses', addresses, () => exchange.knownAddresses(addresses)),
    transportRules: () => once('transportRules', null, () => exchange.transportRules()),
    journalRules: () => once('journalRules', null, () => exchange.journalRules()),
    onPremisesOrganizations: () => once('onPremisesOrganizations', null, () => exchange.onPremisesOrganizations()),
    messageExpirationHours: () => once('messageExpirationHours', null, () => exchange.messageExpirationHours()),
    trace: (query) => once('trace', query, () => exchange.trace(query)),
    traceDetails: (row) => once('traceDetails', row, () => exchange.traceDetails(row)),
  }
}
