export const guards = {} as const
