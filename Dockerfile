# Packs the jar that is already built:  ./mvnw verify && docker build -t registry-sync .

FROM eclipse-temurin:25-jre AS extract
WORKDIR /build
COPY target/registry-sync.jar ./
RUN java -Djarmode=tools -jar registry-sync.jar extract --destination extracted

FROM eclipse-temurin:25-jre
ENV REGISTRY_SYNC_DATA_DIR=/data \
    SERVER_ADDRESS=0.0.0.0
EXPOSE 8080
# bash speaks HTTP itself, so that the image needs no curl
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /actuator/health/readiness HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ] || exit 1"]
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:AOTCache=registry-sync.aot", "-XX:MaxRAMPercentage=75", "-jar", "registry-sync.jar"]
WORKDIR /app
COPY --from=extract /build/extracted/lib/ lib/
COPY --from=extract /build/extracted/registry-sync.jar ./
# The cache of loaded classes is bound to this very JVM, these paths and these options, so it is trained here: with a start
# that ends before anything is served
RUN groupadd --gid 10001 registry-sync \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin registry-sync \
    && install -d -o 10001 -g 10001 /data \
    && REGISTRY_SYNC_DATA_DIR=/tmp/training SERVER_ADDRESS=127.0.0.1 java -XX:AOTCacheOutput=registry-sync.aot \
        -Dspring.context.exit=onRefresh --enable-native-access=ALL-UNNAMED -jar registry-sync.jar \
    && rm -rf /tmp/* && chmod 444 registry-sync.aot
USER 10001:10001
# A new volume takes over the owner that the directory has here
VOLUME /data
