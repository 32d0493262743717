/** What is used of spdx-expression-parse 5, which comes without types. */
declare module 'spdx-expression-parse' {
  export type Expression =
    | { readonly license: string; readonly plus?: true; readonly exception?: string }
    | { readonly left: Expression; readonly conjunction: 'and' | 'or'; readonly right: Expression };
  /** Throws for what is no expression of listed licences. */
  export default function parse(text: string): Expression;
}
