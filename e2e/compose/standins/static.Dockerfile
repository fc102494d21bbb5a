FROM cruddur-standin/debian AS debian
RUN mkdir -p /out/etc/ssl/certs /out/usr/share /out/home/nonroot && mkdir -m 1777 /out/tmp \
    && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ && cp -a /usr/share/zoneinfo /out/usr/share/ \
    && printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' >/out/etc/passwd \
    && printf 'root:x:0:\nnonroot:x:65532:\n' >/out/etc/group && chown 65532:65532 /out/home/nonroot

FROM scratch
LABEL cruddur.standin="certificates and time zones of Debian"
COPY --from=debian /out/ /
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
WORKDIR /home/nonroot
