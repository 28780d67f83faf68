/** `TenantOutboundConnectorCustomData=Name=To partner;ConnectorType=Partner;…`, also as an attribute of a trace event's XML. */
const CUSTOM_DATA = /TenantOutboundConnectorCustomData"?(?:\s{1,3}String)?=(?:"|&quot;)?Name=([^;"<>\r\n]{1,64})(?=[;"<\r\n]|$)/i

/** The outbound connector that the details of a message trace name, when they were pasted with the error; else null. */
export const connectorNamed = (text: string): string | null => CUSTOM_DATA.exec(text)?.[1]?.trim() || null
