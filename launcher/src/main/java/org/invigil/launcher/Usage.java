package org.invigil.launcher;

/** What {@code invigil help} prints. */
final class Usage {

    private Usage() {}

    static final String TEXT = """
            Invigil: open-source proctoring of online exams

              ./invigil start [--demo] [--host ADDRESS] [--port 8080] [--data DIR] [--config FILE]
                    Build what is missing and start the server, with its own PostgreSQL and local file storage.
                    --demo        sample exam, and the accounts that the README names; for this machine only
                    --host ADDRESS where to listen (every address; 127.0.0.1 with --demo)
                    --port PORT   where to listen (8080; 0 takes a free one)
                    --data DIR    where everything is kept (./data)
                    --config FILE the configuration (invigil.yaml in DIR, if it is there)
              ./invigil backup DIR [--reuse OLD_DIR] [--data DIR] [--config FILE]
                    Write the database and all clips into a new folder, while exams run. Clips that OLD_DIR has are linked, not copied.
              ./invigil restore DIR [--check] [--data DIR] [--config FILE]
                    Check a backup, then bring it into an empty data folder or database. --check ends after the check.
              ./invigil export --session ID | --exam ID | --all [--data DIR] [--config FILE]
                    Write stored scores with the raw signals of each frame, as JSON lines on standard output.
              ./invigil test
                    Run every test there is, browser tests included. Installs Chromium, ffmpeg, nginx and PostgreSQL where they are missing, as
                    programs: their services are not started.
              ./invigil analyze [--engine mesh|haar] [--as-sent 320x240] [--every-frame] [--phones] PATH...
                    Analyse images, folders and videos; JSON lines on standard output. --as-sent: in the size that an exam page would send.
                    --every-frame: a network looks at the face in every frame, also where nothing has changed. --phones: look for phones too, as
                    exams do that ask for it.
              ./invigil bench engine --frames PATH [--seconds 5]
              ./invigil bench accuracy --set FOLDER [--size 320x240,640x480|original] [--model-card FILE]
              ./invigil bench load --students N --fps F --seconds S [--size 320x240] [--frames PATH] [--url URL]
              ./invigil bench scale [--rows 1000000]
              ./invigil bench doors --connections N --seconds S [--bodies M] [--sign-ins W]
              ./invigil bench faults [--rounds 50]
              ./invigil bench start [--runs 5]
              ./invigil bench tests
              ./invigil bench review [--sittings 10000]
              ./invigil bench backup [--rows 200000] [--clips 300] [--clip-bytes 1000000]
                    Measure, on this machine; results on standard output.
              ./invigil build
                    Build what is missing and start nothing.
              ./invigil image [-Dimage.base=IMAGE] [-Dimage.name=NAME:TAG]
                    Build the container image into deploy/target/invigil-image.tar, without a container engine.
              ./invigil dist [PLATFORM...]
                    Pack archives that start without Maven, Node.js and a JDK into deploy/target/archives: for this machine, with a Java in it, and
                    for linux-x86_64, linux-arm64, macosx-x86_64, macosx-arm64 and windows-x86_64 without one. PLATFORM makes only those.
              ./invigil help

              INVIGIL_JAVA_OPTS   more options for the Java virtual machine, such as -Xmx2g
            """;
}
