set "FOLDER=%~dp0"
set "SCOPE="
set "WHOSE=all users of this computer"
set "RECORDS=%ProgramData%\Certrail"
set "FAILED="
if "%~1"=="" goto machine
if /i not "%~1"=="/user" goto usage
set "SCOPE=-user"
set "WHOSE=the current user"
set "RECORDS=%LOCALAPPDATA%\Certrail"
goto ready
:machine
reg query "HKU\S-1-5-19" >nul 2>&1
if %errorlevel% neq 0 goto elevate
:ready
set "RECORD=%RECORDS%\@RECORD@.txt"
