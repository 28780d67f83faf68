import type { ConnectorType } from '../domain/tenant.ts'

/** `TenantOutboundConnectorCustomData=Name=To partner;ConnectorType=Partner;…`, also as an attribute of a trace event's XML. */
const CUSTOM_DATA = /TenantOutboundConnectorCustomData"?(?:\s{1,3}String)?=(?:"|&quot;)?Name=([^;"<>\r\n]{1,64})(?=[;"<\r\n]|$)/i
const KIND = /TenantOutboundConnectorCustomData[^<>\r\n]{1,200}?;ConnectorType=(?:(Partner)|(OnPremises))\b/i

/** The outbound connector that the details of a message trace name, when they were pasted with the error; else null. */
export const connectorNamed = (text: string): string | null => CUSTOM_DATA.exec(text)?.[1]?.trim() || null

/** Where that connector leads, as the same details tell; null where they do not. */
export function connectorTypeNamed(text: string): ConnectorType | null {
  const kind = KIND.exec(text)
  return kind && (kind[1] ? 'Partner' : 'OnPremises')
}
