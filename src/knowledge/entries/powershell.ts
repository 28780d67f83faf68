/** The PowerShell lines that steps give, the same in every language. What must be filled in stands in `<…>`. */
export const powershell = {
  pending: 'Get-MessageTraceV2 -Status Pending | Format-Table Received,SenderAddress,RecipientAddress',
  validateConnector: 'Validate-OutboundConnector -Identity "<connector>" -Recipients <recipient>',
} as const
