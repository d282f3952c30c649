module io.jenkins.plugins.k8sdag/test-cluster/keeper

go 1.24.0
