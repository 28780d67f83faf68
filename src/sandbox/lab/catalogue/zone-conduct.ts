/** How the lab's name servers answer for the names of one row. */
export interface ZoneConduct {
  readonly is: 'records'
}
