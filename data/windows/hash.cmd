
rem FILE; older certutil puts blanks between the digits
:hash
set "HASH="
for /f "skip=1 delims=" %%h in ('certutil -hashfile "%FOLDER%%1" SHA1') do if not defined HASH set "HASH=%%h"
if defined HASH set "HASH=%HASH: =%"
goto :eof
