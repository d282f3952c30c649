package io.jenkins.plugins.k8sdag.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Files that use every key, for tests that change them. */
final class Samples {
    static final String ALL_KEYS = """
            apiVersion: k8sdag.jenkins.io/v1
            kind: Dag
            metadata:
              name: release
            spec:
              params:
                - {name: version, default: "1.0", pattern: '\\d+(\\.\\d+)*', description: What to release}
                - {name: publish, type: boolean, default: false}
                - {name: count, type: number, default: 3}
                - {name: stage, type: enum, values: [dev, prod]}
                - {name: regions, type: list, default: [eu, us], required: false}
              maxParallel: 20
              failFast: false
              timeout: 2h
              concurrency: {group: "release-${{ params.version }}", limit: 2, cancelSuperseded: true}
              lint:
                ignore: [{code: latest-tag, reason: it is a sample}]
              defaults:
                image: base:1
                resources: {requests: {cpu: 250m, memory: 256Mi}, limits: {memory: 1Gi, cpu: 1}}
                env: {A: "${{ params.version }}"}
                shell: [bash, -c]
              templates:
                tested:
                  description: What all tests share
                  lint: {ignore: [{code: root-user, reason: it is a sample}]}
                  env: {A: "2"}
                  timeout: {run: 10m}
                  volumes: [{name: scratch, emptyDir: {}}]
                  volumeMounts: [{name: scratch, mountPath: /scratch}]
              podTemplate:
                metadata: {labels: {team: ci}, annotations: {note: "${{ run.id }}"}}
                spec:
                  serviceAccountName: ci
                  nodeSelector: {pool: ci, old: null}
                  containers: [{name: main, tty: true}, {name: side, image: s, ports: [{containerPort: 80, protocol: TCP}]}]
                  tolerations: [{key: a, operator: Exists, effect: NoSchedule}]
              stages:
                - name: build
                  description: Builds it
                  image: maven:3.9.9-eclipse-temurin-17
                  script: |
                    mvn -B package
                    echo "digest=1" >> "$K8SDAG_OUTPUT"
                  outputs: [digest, regions]
                  volumes: [{name: cache, persistentVolumeClaim: {claimName: m2}}, {name: tmp, emptyDir: {sizeLimit: 1Gi}}]
                  volumeMounts: [{name: cache, mountPath: /root/.m2}]
                - name: test
                  needs: [build]
                  template: tested
                  priority: 10
                  command: [./test.sh]
                  args: ["${{ params.count }}"]
                  retry: {limit: 2, on: [failure, timeout], backoff: {initial: 10s, factor: 2, max: 5m}, memory: {factor: 1.5, max: 4Gi}}
                  timeout: {pending: 15m, pull: 10m, run: 30m}
                  allowFailure: ${{ params.stage == 'dev' }}
                  env: [{name: B, value: c}, {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
                - name: publish
                  needs: [{stage: test, when: succeeded}, build]
                  when: params.publish && stages.build.outputs.digest != ''
                  env:
                    DIGEST: ${{ stages.build.outputs.digest }}
                    COUNT: 3
                    TOKEN: {valueFrom: {secretKeyRef: {name: s, key: k}}}
                  script: publish "$DIGEST"
                  retry: 1
                  timeout: 10m
                  securityContext: {runAsNonRoot: true, capabilities: {drop: [ALL]}}
                  initContainers: [{name: fetch, image: f:1, command: [fetch]}]
                  imagePullPolicy: IfNotPresent
                  terminationGracePeriodSeconds: 10
                  podTemplate: {spec: {dnsPolicy: Default}}
            """;

    private Samples() {}

    /** The JSON tree of a file. */
    static JsonNode tree(String yaml) {
        Problems problems = new Problems("f");
        Node node = TreeReader.read("f", yaml, Limits.DEFAULT, problems).orElseThrow();
        return new ObjectMapper().valueToTree(Trees.plain(node));
    }
}
