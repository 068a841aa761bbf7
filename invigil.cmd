@echo off
rem Finds Java 25 and hands over to the launcher (launcher\), a Java program that knows all commands. Does what the
rem script `invigil` does elsewhere.
setlocal EnableExtensions DisableDelayedExpansion

set "HOME_DIR=%~dp0"
set "HOME_DIR=%HOME_DIR:~0,-1%"
if exist "%HOME_DIR%\pom.xml" (
    set "KIND=JDK"
    set "PROGRAM=javac.exe"
    set "LAUNCHER=%HOME_DIR%\target\launcher.jar"
) else (
    set "KIND=Java"
    set "PROGRAM=java.exe"
    set "LAUNCHER=%HOME_DIR%\app\launcher.jar"
)

set "FOUND="
call :consider "%HOME_DIR%\runtime"
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for %%P in ("%PROGRAM%") do if not "%%~$PATH:P"=="" call :consider "%%~dp$PATH:P.."
for %%V in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks") do (
    for /d %%J in ("%%~V\*") do call :consider "%%~J"
)
if not defined FOUND (
    echo invigil: no %KIND% 25 found ^(looked at JAVA_HOME, PATH and the usual folders^). Install one, such as Eclipse Temurin 25, or set JAVA_HOME. 1>&2
    exit /b 1
)

if exist "%LAUNCHER%" (
    "%FOUND%\bin\java.exe" -XX:+UseSerialGC -Xint -Xmx32m "-Dinvigil.home=%HOME_DIR%" -cp "%LAUNCHER%" org.invigil.launcher.Launcher %*
) else (
    "%FOUND%\bin\java.exe" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m "-Dinvigil.home=%HOME_DIR%" "%HOME_DIR%\launcher\src\main\java\org\invigil\launcher\Launcher.java" %*
)
exit /b %ERRORLEVEL%

rem Takes a folder if it is the first that holds Java 25, by the file that every JDK and runtime carries.
:consider
if defined FOUND exit /b 0
if not exist "%~1\bin\%PROGRAM%" exit /b 0
if not exist "%~1\release" exit /b 0
"%SystemRoot%\System32\findstr.exe" /b /r /c:"JAVA_VERSION=.25[^0-9]" "%~1\release" >nul && set "FOUND=%~f1"
exit /b 0
