import { known } from './known-program.ts';

/** What keeps data, and what speaks with it. */
export const databases = [
  known(
    'valkey',
    'lfprojects:valkey',
    'valkey-server valkey-cli valkey-benchmark valkey-sentinel valkey-check-rdb valkey-check-aof',
    [
      "Can't open the log file: %s\0{version}\0",
      '\0valkey{version}buildkitsandbox-',
      // The version of Redis that it says to be like stands between.
      '\0{version}\0{d}{some}\0{d}{some}\0{some}\0shutdown_in_milliseconds',
      '\0{version}\0 (git:%s',
    ],
    'valkey',
  ),
  known(
    'redis',
    'redis:redis',
    'redis-server redis-check-rdb redis-check-aof redis-sentinel',
    [
      // From 8 on the compiler's version stands between.
      '\0{version}\0{d}{some}\0c11-builtin',
      '\0{version}\0{d}{some}\0sync-builtin',
      '\0{version}\0{d}{some}\0atomic-builtin',
      '\0{version}\0c11-builtin',
      '\0{version}\0sync-builtin',
      '\0{version}\0atomic-builtin',
      '{version}buildkitsandbox-',
      // Up to 7.0 it was built in a container, by whose name and a time the build is known.
      '{version3}{host}-{some}000000000\0',
      'Redis version {version}',
    ],
    'redis',
  ),
  known('redis', 'redis:redis', 'redis-cli redis-benchmark', ['\0{version}\0 (git:%s'], 'redis'),
  known('memcached', 'memcached:memcached', 'memcached', ['\0memcached {version}\0'], 'memcached'),
  known(
    'postgresql',
    'postgresql:postgresql',
    'postgres psql pg_dump pg_dumpall pg_restore pg_ctl initdb pg_basebackup pg_isready pg_resetwal pg_controldata pg_upgrade pg_rewind pg_waldump pg_receivewal pg_recvlogical pg_checksums pg_archivecleanup pg_amcheck pg_verifybackup pg_config pg_test_fsync pg_test_timing pg_combinebackup pg_createsubscriber pg_walsummary pgbench createdb dropdb createuser dropuser clusterdb reindexdb vacuumdb ecpg oid2name vacuumlo',
    ['(PostgreSQL) {version~}', 'PostgreSQL {version~} on ', 'PostgreSQL {version~} ('],
    'postgresql',
  ),
  known(
    'mariadb',
    'mariadb:mariadb',
    'mariadbd mysqld mariadb mysql',
    ['\0{version}-MariaDB', '/debug/mariadb-{version}'],
    'mariadb',
  ),
  known('percona-server', 'percona:percona_server', 'mysqld mysql', ['/percona-server-{version}']),
  known('percona-xtradb-cluster', 'percona:xtradb_cluster', 'mysqld mysql', ['/Percona-XtraDB-Cluster-{version}']),
  known('percona-xtrabackup', 'percona:xtrabackup', 'xtrabackup', ['/percona-xtrabackup-{version3}']),
  known('mysql-cluster', 'oracle:mysql_cluster', 'ndbd ndbmtd ndb_mgmd ndb_mgm', ['/mysql-cluster-gpl-{version}/']),
  known(
    'mysql',
    'oracle:mysql',
    'mysqld mysql',
    [
      'release/mysql-{version}',
      '/mysql-{version}/',
      '/mysql-cluster-gpl-{version}/',
      '\0{version}-ndb-',
      'listed_files.empty()\0MySQL {version}\0',
      '\0shutdown\0{version}\0',
      'SHOW PROCESSLIST\0{version}\0',
    ],
    'mysql',
  ),
  known(
    'mongodb',
    'mongodb:mongodb',
    'mongod mongos mongo',
    ['\0{version}\0tcmalloc', '\0{version}\0heap_size', '{version}\0cppdefines'],
    'mongodb',
  ),
  known('sqlcipher', 'zetetic:sqlcipher', 'sqlcipher libsqlcipher.so', [
    'fast_kdf_iter\0{version}\0cipher_',
    '\0{version} community\0',
    'cipher_version\0{version}\0',
    '\0community\0{version}\0',
  ]),
  known('sqlite', 'sqlite:sqlite', 'sqlite libsqlite.so', ['\0{named}\0']),
  known('duckdb', 'duckdb:duckdb', 'duckdb libduckdb.so', ['\0v{version}\0Development Version']),
  known('pgbouncer', 'pgbouncer:pgbouncer', 'pgbouncer', ['PgBouncer {version}'], 'pgbouncer'),
  known('berkeley-db', 'oracle:berkeley_db', 'libdb.so', ['Berkeley DB {version}:']),
];
