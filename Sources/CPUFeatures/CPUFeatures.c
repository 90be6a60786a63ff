/* A header-only target: a package manager wants one source file. */
