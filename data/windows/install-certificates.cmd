@echo off
rem Made by Certrail. Puts the certificates beside this file into the certificate stores of Windows: for all users of
rem this computer, which needs an administrator, or with /user only for you. It shows what it will do and asks once.
rem What it has really added is written down, so that remove-certificates.cmd takes away that and nothing else.
rem Passwords are asked for by certutil and kept nowhere.
setlocal EnableExtensions DisableDelayedExpansion
@COMMON@
echo This puts into the certificate stores of %WHOSE%:
@SHOWN@
if defined SCOPE echo Windows asks once more before you trust a root by yourself.
set "ANSWER="
set /p "ANSWER=Type YES and press Enter to go on: "
if /i not "%ANSWER%"=="YES" goto declined

if not exist "%RECORDS%" mkdir "%RECORDS%"
@CALLS@
if defined FAILED goto failed
echo Everything is in the stores.
exit /b 0

:failed
echo Not everything was added. Run this again, or remove-certificates.cmd to go back.
exit /b 1

:declined
echo Nothing was changed.
exit /b 1

:usage
echo Usage: install-certificates.cmd [/user]
exit /b 1

:elevate
echo This needs an administrator: choose "Run as administrator", or give /user.
exit /b 1

rem STORE FILE THUMBPRINT
:certificate
certutil %SCOPE% -store %1 %3 >nul 2>&1
if %errorlevel% equ 0 goto there
certutil %SCOPE% -f -addstore %1 "%FOLDER%%2" >nul
goto verify

rem STORE FILE THUMBPRINT
:key
certutil %SCOPE% -store %1 %3 >nul 2>&1
if %errorlevel% equ 0 goto there
echo The password of %2 is needed.
certutil %SCOPE% -f -importpfx %1 "%FOLDER%%2" "NoExport,NoChain"
goto verify

rem STORE FILE
:list
call :hash %2
if not defined HASH goto notadded
certutil %SCOPE% -store %1 %HASH% >nul 2>&1
if %errorlevel% equ 0 goto there
certutil %SCOPE% -f -addstore %1 "%FOLDER%%2" >nul
certutil %SCOPE% -store %1 %HASH% >nul 2>&1
if %errorlevel% neq 0 goto notadded
>>"%RECORD%" echo %1 %HASH%
echo Added: %2
goto :eof

:verify
certutil %SCOPE% -store %1 %3 >nul 2>&1
if %errorlevel% neq 0 goto notadded
>>"%RECORD%" echo %1 %3
echo Added: %2
goto :eof

:there
echo Already there: %2
goto :eof

:notadded
echo NOT added: %2
set "FAILED=1"
goto :eof
@HASH@
