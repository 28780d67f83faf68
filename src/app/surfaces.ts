import type { RequestListener } from 'node:http'
import type { Router } from 'express'
import type { Logger } from 'pino'
import type { Showing } from '../cards/card.ts'
import type { Desk } from '../core/desk.ts'
import type { Language } from '../domain/language.ts'
import { organisationKey } from '../domain/person.ts'
import type { Clock } from '../ports/clock.ts'
import type { Directory } from '../ports/directory.ts'
import type { Poster } from '../ports/poster.ts'
import type { Store } from '../ports/store.ts'
import { answerCommand } from '../surfaces/commands.ts'
import { answerPress } from '../surfaces/presses.ts'
import type { SlackSettings } from '../surfaces/slack/create-slack.ts'
import type { AppSettings, TeamsSettings } from './settings.ts'

export interface Surfaces {
  readonly posters: readonly Poster[]
  readonly directories: readonly Directory[]
  readonly publicRoutes: readonly Router[]
  readonly localTeams: Router | null
  /** Puts before everything else what a platform answers on a shorter way than Express. */
  before(rest: RequestListener): RequestListener
  start(): Promise<void>
  stop(): Promise<void>
}

interface Around {
  readonly desk: Desk
  readonly store: Store
  readonly clock: Clock
  readonly log: Logger
  readonly showing: (language: Language) => Showing
  readonly tenantName: (tenant: string) => string
  /** Grows by the workspace a Slack token belongs to. */
  readonly organisations: Set<string>
}

/** Loads the chat platforms that are configured, and only those: each costs memory and start-up time. */
export async function openSurfaces(settings: AppSettings, around: Around): Promise<Surfaces> {
  const slack = settings.slack && (await openSlack(settings.slack, around))
  const teams = settings.teams && (await openTeams(settings.teams, around))
  const open = [slack, teams].filter((each) => each !== null)
  const isLocal = settings.teams !== null && settings.teams.credentials === null
  return {
    posters: open.map((each) => each.poster),
    directories: open.map((each) => each.directory),
    publicRoutes: teams && !isLocal ? [teams.router] : [],
    localTeams: isLocal ? (teams?.router ?? null) : null,
    before: (rest) => slack?.before?.(rest) ?? rest,
    start: async () => slack?.start(),
    stop: async () => {
      await Promise.all([slack?.stop(), teams?.stop()])
    },
  }
}

async function openSlack(settings: SlackSettings, { organisations, store: _store, ...around }: Around) {
  const { createSlack } = await import('../surfaces/slack/create-slack.ts')
  return createSlack({
    ...settings,
    ...around,
    answerCommand,
    answerPress,
    allow: (organisation) => organisations.add(organisationKey('slack', organisation)),
  })
}

async function openTeams(settings: TeamsSettings, { organisations: _organisations, store, ...around }: Around) {
  const { createTeams } = await import('../surfaces/teams/teams.ts')
  return createTeams({
    ...settings,
    ...around,
    sandbox: settings.credentials === null,
    answerCommand,
    answerPress,
    reference: (key) => store.conversation(key),
    conversations: (organisation) => store.conversations('teams', organisation),
    remember: (conversation) => store.transaction((tx) => tx.saveConversation(conversation)),
  })
}
