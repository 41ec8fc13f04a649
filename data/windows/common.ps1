$items = @(
@ITEMS@
)
$location = 'Cert:\LocalMachine'
$folder = Join-Path -Path $env:ProgramData -ChildPath 'Certrail'
$whose = 'all users of this computer'
$scope = @()
if ($CurrentUser) {
    $location = 'Cert:\CurrentUser'
    $folder = Join-Path -Path $env:LOCALAPPDATA -ChildPath 'Certrail'
    $whose = 'the current user'
    $scope = @('-user')
}
$record = Join-Path -Path $folder -ChildPath '@RECORD@.txt'

$principal = [Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent()
if (-not $CurrentUser -and -not $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
    Write-Host 'This needs an administrator: start PowerShell with "Run as administrator", or give -CurrentUser.'
    exit 1
}

function Get-Thumbprint($item, $path) {
    if ($item.Kind -eq 'List') {
        return (Get-FileHash -LiteralPath $path -Algorithm SHA1).Hash
    }
    return $item.Thumbprint
}

function Test-Item($item, $thumbprint) {
    if ($item.Kind -eq 'List') {
        & certutil.exe @scope -store $item.Store $thumbprint | Out-Null
        return $LASTEXITCODE -eq 0
    }
    return Test-Path -LiteralPath ($location + '\' + $item.Store + '\' + $thumbprint)
}

function Show-Items {
    foreach ($item in $items) {
        Write-Host ('  ' + $item.Store.PadRight(14) + ' ' + $item.File + ' - ' + $item.Name + ' ' + $item.Thumbprint)
    }
}
