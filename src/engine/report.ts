export type { Note, SchemeReport, ServedReport } from '../served/report.ts'
