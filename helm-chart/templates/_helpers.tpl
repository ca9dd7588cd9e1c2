{{/* The name of everything in this release: memory-service-operator unless the release says otherwise. */}}
{{- define "operator.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Labels that select this release's pods; the servers' NetworkPolicies let exactly these pods in. */}}
{{- define "operator.selectorLabels" -}}
app.kubernetes.io/name: memory-service-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "operator.labels" -}}
{{ include "operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: operator
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/*
How much heap a limit of more memory than the default gives, in MiB: all but 205 MiB, which everything else needs whatever the
number of services. Empty up to the default, for which the image has its own bound.
*/}}
{{- define "operator.heap" -}}
{{- $limit := dig "limits" "memory" "" (.Values.resources | default dict) | toString }}
{{- $number := regexFind "^[0-9]+" $limit | int64 }}
{{- $unit := trimPrefix (regexFind "^[0-9]+" $limit) $limit }}
{{- $bytes := get (dict "" 1 "k" 1000 "M" 1000000 "G" 1000000000 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824) $unit | default 0 }}
{{- $mebibytes := div (mul $number $bytes) 1048576 }}
{{- if gt $mebibytes 256 }}{{ sub $mebibytes 205 }}{{ end }}
{{- end }}
