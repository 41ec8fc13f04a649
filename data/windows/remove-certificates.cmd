@echo off
rem Made by Certrail. Takes away what install-certificates.cmd or install-certificates.ps1 has added on this computer, and
rem nothing that was there before. A private key without its certificate stays; remove-certificates.ps1 takes it, too.
setlocal EnableExtensions DisableDelayedExpansion
@COMMON@
if not exist "%RECORD%" goto nothing
echo This takes from the certificate stores of %WHOSE% what was added of:
@SHOWN@
set "ANSWER="
set /p "ANSWER=Type YES and press Enter to go on: "
if /i not "%ANSWER%"=="YES" goto declined

@CALLS@
rem A list that was added before this folder had its present one is still there.
for /f "usebackq tokens=1,2" %%a in ("%RECORD%") do if /i "%%a"=="CA" call :earlier CA earlier-list %%b
if defined FAILED goto failed
del "%RECORD%"
echo All that was added is gone.
exit /b 0

:failed
echo Not everything was removed. Run this again.
exit /b 1

:nothing
echo Nothing was installed from here for %WHOSE%.
exit /b 1

:declined
echo Nothing was changed.
exit /b 1

:usage
echo Usage: remove-certificates.cmd [/user]
exit /b 1

:elevate
echo This needs an administrator: choose "Run as administrator", or give /user.
exit /b 1

rem STORE FILE
:list
call :hash %2
if not defined HASH goto foreign
call :certificate %1 %2 %HASH%
goto :eof

rem STORE FILE THUMBPRINT
:key
:certificate
set "ADDED="
for /f "usebackq tokens=1,2" %%a in ("%RECORD%") do if /i "%%a %%b"=="%1 %3" set "ADDED=1"
if not defined ADDED goto foreign
:remove
certutil %SCOPE% -delstore %1 %3 >nul
certutil %SCOPE% -store %1 %3 >nul 2>&1
if %errorlevel% equ 0 goto kept
echo Removed: %2
goto :eof

rem STORE NAME THUMBPRINT
:earlier
if "%~3"=="" goto :eof
certutil %SCOPE% -store %1 %3 >nul 2>&1
if %errorlevel% equ 0 goto remove
goto :eof

:foreign
echo Left alone, it was there before: %2
goto :eof

:kept
echo NOT removed: %2
set "FAILED=1"
goto :eof
@HASH@
