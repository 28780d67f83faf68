import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'

/** A file as somebody attaches it. */
export interface AttachedFile {
  readonly name: string
  readonly content: string | Uint8Array
  /** `text/plain` unless told. */
  readonly mimetype?: string
  /** Slack's own word for the kind (`text`, `eml`, `email` …); the ending of the name unless told. */
  readonly filetype?: string
  /** Further fields of the file object, such as `mode`, `plain_text` or another `size`. */
  readonly fields?: Readonly<Record<string, unknown>>
}

export type FileObject = Readonly<Record<string, unknown>> & { readonly id: string }

interface Kept {
  readonly object: FileObject
  readonly content: Buffer
}

/** Files of the workspace, served at their private addresses to those who bring the bot's token and the scope `files:read`. */
export interface FileStore {
  add(file: AttachedFile): FileObject
  get(id: string): FileObject | null
  /** Names of the files that were asked for, with and without right, in order. */
  asked(): readonly string[]
  serve(request: Request, response: Response): void
}

export interface FileStoreOptions {
  readonly url: () => string
  readonly teamId: string
  readonly botToken: string
  readonly maySee: () => boolean
}

export function fileStore({ url, teamId, botToken, maySee }: FileStoreOptions): FileStore {
  const kept = new Map<string, Kept>()
  const asked: string[] = []
  return {
    add(file) {
      const id = `F${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`
      const content = Buffer.from(file.content)
      const address = `${url()}/files-pri/${teamId}-${id}`
      const name = encodeURIComponent(file.name)
      const object = {
        id,
        name: file.name,
        title: file.name,
        mimetype: file.mimetype ?? 'text/plain',
        filetype: file.filetype ?? file.name.split('.').at(-1)?.toLowerCase() ?? 'text',
        mode: 'hosted',
        size: content.length,
        is_external: false,
        is_public: false,
        url_private: `${address}/${name}`,
        url_private_download: `${address}/download/${name}`,
        ...file.fields,
      }
      kept.set(id, { object, content })
      return object
    },
    get: (id) => kept.get(id)?.object ?? null,
    asked: () => asked,
    serve(request, response) {
      const id = String(request.params.place).slice(teamId.length + 1)
      const file = kept.get(id)
      asked.push(String(request.params.name))
      if (!file) return void response.status(404).end()
      if (request.get('authorization') !== `Bearer ${botToken}` || !maySee())
        return response.redirect(302, 'https://contoso-sandbox.slack.com/signin')
      response.set('content-disposition', 'attachment').type(String(file.object.mimetype)).send(file.content)
    },
  }
}
