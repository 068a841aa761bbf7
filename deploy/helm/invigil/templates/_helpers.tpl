{{/* The name of everything in a release; a release called "invigil" is not called "invigil-invigil". */}}
{{- define "invigil.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 53 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "invigil.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "invigil.labels" -}}
{{ include "invigil.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "invigil.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "invigil.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* The configuration file: what the chart knows, then what the values add or replace. */}}
{{- define "invigil.configuration" -}}
{{- $own := dict
      "server.port" 8080
      "server.forward-headers-strategy" "native"
      "invigil.database.url" .Values.database.url
      "invigil.database.owner.username" .Values.database.owner
      "invigil.database.app.username" .Values.database.app
      "invigil.storage.kind" "s3"
      "invigil.storage.s3.region" .Values.storage.region
      "invigil.storage.s3.bucket" .Values.storage.bucket
      "invigil.storage.s3.path-style" .Values.storage.pathStyle
      "logging.structured.format.console" "ecs" -}}
{{- if .Values.storage.endpoint -}}
{{- $_ := set $own "invigil.storage.s3.endpoint" .Values.storage.endpoint -}}
{{- end -}}
{{- mergeOverwrite $own .Values.config | toYaml -}}
{{- end -}}
