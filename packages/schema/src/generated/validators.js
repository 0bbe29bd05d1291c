// Generated from contracts/ by scripts/generate.ts: do not edit, run `npm run generate`.
import { countCodePoints } from '../code-points.ts';
import { isDateTime } from '../date-time.ts';
import { isUuid } from '../uuid.ts';

const formats = { 'date-time': isDateTime, uuid: isUuid };
const validateAddToCart_1_0_0 = validate52;
const schema19 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","product"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"add_to_cart"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"product":{"$ref":"urn:millrace:shared:product:6"}},"additionalProperties":false};
const func1 = Object.prototype.hasOwnProperty;
const formats0 = formats.uuid;
const formats2 = formats["date-time"];
const schema20 = {"type":"object","required":["consent"],"properties":{"user_id_hash":{"type":"string","minLength":1,"maxLength":256},"consent":{"type":"object","required":["analytics","ads"],"properties":{"analytics":{"type":"boolean"},"ads":{"type":"boolean"}},"additionalProperties":false}},"additionalProperties":false};

function validate53(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate53.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.consent === undefined) && (missing0 = "consent")){
validate53.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "user_id_hash") || (key0 === "consent"))){
validate53.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.user_id_hash !== undefined){
let data0 = data.user_id_hash;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(data0.length > 256 && countCodePoints(data0) > 256){
validate53.errors = [{instancePath:instancePath+"/user_id_hash",schemaPath:"#/properties/user_id_hash/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data0.length < 1){
validate53.errors = [{instancePath:instancePath+"/user_id_hash",schemaPath:"#/properties/user_id_hash/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate53.errors = [{instancePath:instancePath+"/user_id_hash",schemaPath:"#/properties/user_id_hash/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.consent !== undefined){
let data1 = data.consent;
const _errs4 = errors;
if(errors === _errs4){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if(((data1.analytics === undefined) && (missing1 = "analytics")) || ((data1.ads === undefined) && (missing1 = "ads"))){
validate53.errors = [{instancePath:instancePath+"/consent",schemaPath:"#/properties/consent/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs6 = errors;
for(const key1 in data1){
if(!((key1 === "analytics") || (key1 === "ads"))){
validate53.errors = [{instancePath:instancePath+"/consent",schemaPath:"#/properties/consent/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs6 === errors){
if(data1.analytics !== undefined){
const _errs7 = errors;
if(typeof data1.analytics !== "boolean"){
validate53.errors = [{instancePath:instancePath+"/consent/analytics",schemaPath:"#/properties/consent/properties/analytics/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid1 = _errs7 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.ads !== undefined){
const _errs9 = errors;
if(typeof data1.ads !== "boolean"){
validate53.errors = [{instancePath:instancePath+"/consent/ads",schemaPath:"#/properties/consent/properties/ads/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
validate53.errors = [{instancePath:instancePath+"/consent",schemaPath:"#/properties/consent/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate53.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate53.errors = vErrors;
return errors === 0;
}
validate53.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema21 = {"type":"object","properties":{"session_id":{"type":"string","minLength":1,"maxLength":256},"utm":{"type":"object","properties":{"source":{"type":"string","maxLength":1024},"medium":{"type":"string","maxLength":1024},"campaign":{"type":"string","maxLength":1024},"term":{"type":"string","maxLength":1024},"content":{"type":"string","maxLength":1024}},"additionalProperties":false}},"additionalProperties":false};

function validate55(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate55.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "session_id") || (key0 === "utm"))){
validate55.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.session_id !== undefined){
let data0 = data.session_id;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(data0.length > 256 && countCodePoints(data0) > 256){
validate55.errors = [{instancePath:instancePath+"/session_id",schemaPath:"#/properties/session_id/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data0.length < 1){
validate55.errors = [{instancePath:instancePath+"/session_id",schemaPath:"#/properties/session_id/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate55.errors = [{instancePath:instancePath+"/session_id",schemaPath:"#/properties/session_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.utm !== undefined){
let data1 = data.utm;
const _errs4 = errors;
if(errors === _errs4){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
const _errs6 = errors;
for(const key1 in data1){
if(!(((((key1 === "source") || (key1 === "medium")) || (key1 === "campaign")) || (key1 === "term")) || (key1 === "content"))){
validate55.errors = [{instancePath:instancePath+"/utm",schemaPath:"#/properties/utm/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs6 === errors){
if(data1.source !== undefined){
let data2 = data1.source;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data2 === "string"){
if(data2.length > 1024 && countCodePoints(data2) > 1024){
validate55.errors = [{instancePath:instancePath+"/utm/source",schemaPath:"#/properties/utm/properties/source/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate55.errors = [{instancePath:instancePath+"/utm/source",schemaPath:"#/properties/utm/properties/source/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs7 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.medium !== undefined){
let data3 = data1.medium;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data3 === "string"){
if(data3.length > 1024 && countCodePoints(data3) > 1024){
validate55.errors = [{instancePath:instancePath+"/utm/medium",schemaPath:"#/properties/utm/properties/medium/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate55.errors = [{instancePath:instancePath+"/utm/medium",schemaPath:"#/properties/utm/properties/medium/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.campaign !== undefined){
let data4 = data1.campaign;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data4 === "string"){
if(data4.length > 1024 && countCodePoints(data4) > 1024){
validate55.errors = [{instancePath:instancePath+"/utm/campaign",schemaPath:"#/properties/utm/properties/campaign/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate55.errors = [{instancePath:instancePath+"/utm/campaign",schemaPath:"#/properties/utm/properties/campaign/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.term !== undefined){
let data5 = data1.term;
const _errs13 = errors;
if(errors === _errs13){
if(typeof data5 === "string"){
if(data5.length > 1024 && countCodePoints(data5) > 1024){
validate55.errors = [{instancePath:instancePath+"/utm/term",schemaPath:"#/properties/utm/properties/term/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate55.errors = [{instancePath:instancePath+"/utm/term",schemaPath:"#/properties/utm/properties/term/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs13 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.content !== undefined){
let data6 = data1.content;
const _errs15 = errors;
if(errors === _errs15){
if(typeof data6 === "string"){
if(data6.length > 1024 && countCodePoints(data6) > 1024){
validate55.errors = [{instancePath:instancePath+"/utm/content",schemaPath:"#/properties/utm/properties/content/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate55.errors = [{instancePath:instancePath+"/utm/content",schemaPath:"#/properties/utm/properties/content/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
else {
validate55.errors = [{instancePath:instancePath+"/utm",schemaPath:"#/properties/utm/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate55.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate55.errors = vErrors;
return errors === 0;
}
validate55.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema22 = {"type":"object","properties":{"page_url":{"type":"string","minLength":1,"maxLength":8192},"referrer":{"type":"string","maxLength":8192},"locale":{"type":"string","maxLength":64},"user_agent":{"type":"string","maxLength":8192},"device_type":{"type":"string","maxLength":64},"ab_variant":{"type":"string","maxLength":256}},"additionalProperties":false};

function validate57(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate57.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((((((key0 === "page_url") || (key0 === "referrer")) || (key0 === "locale")) || (key0 === "user_agent")) || (key0 === "device_type")) || (key0 === "ab_variant"))){
validate57.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.page_url !== undefined){
let data0 = data.page_url;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(data0.length > 8192 && countCodePoints(data0) > 8192){
validate57.errors = [{instancePath:instancePath+"/page_url",schemaPath:"#/properties/page_url/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
else {
if(data0.length < 1){
validate57.errors = [{instancePath:instancePath+"/page_url",schemaPath:"#/properties/page_url/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate57.errors = [{instancePath:instancePath+"/page_url",schemaPath:"#/properties/page_url/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.referrer !== undefined){
let data1 = data.referrer;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(data1.length > 8192 && countCodePoints(data1) > 8192){
validate57.errors = [{instancePath:instancePath+"/referrer",schemaPath:"#/properties/referrer/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate57.errors = [{instancePath:instancePath+"/referrer",schemaPath:"#/properties/referrer/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.locale !== undefined){
let data2 = data.locale;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(data2.length > 64 && countCodePoints(data2) > 64){
validate57.errors = [{instancePath:instancePath+"/locale",schemaPath:"#/properties/locale/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
}
else {
validate57.errors = [{instancePath:instancePath+"/locale",schemaPath:"#/properties/locale/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user_agent !== undefined){
let data3 = data.user_agent;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 8192 && countCodePoints(data3) > 8192){
validate57.errors = [{instancePath:instancePath+"/user_agent",schemaPath:"#/properties/user_agent/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate57.errors = [{instancePath:instancePath+"/user_agent",schemaPath:"#/properties/user_agent/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.device_type !== undefined){
let data4 = data.device_type;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate57.errors = [{instancePath:instancePath+"/device_type",schemaPath:"#/properties/device_type/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
}
else {
validate57.errors = [{instancePath:instancePath+"/device_type",schemaPath:"#/properties/device_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ab_variant !== undefined){
let data5 = data.ab_variant;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data5 === "string"){
if(data5.length > 256 && countCodePoints(data5) > 256){
validate57.errors = [{instancePath:instancePath+"/ab_variant",schemaPath:"#/properties/ab_variant/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
}
else {
validate57.errors = [{instancePath:instancePath+"/ab_variant",schemaPath:"#/properties/ab_variant/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate57.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate57.errors = vErrors;
return errors === 0;
}
validate57.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema23 = {"type":"object","properties":{"sdk_version":{"type":"string","maxLength":64},"experiment_keys":{"type":"array","maxItems":64,"items":{"type":"string","maxLength":256}}},"additionalProperties":false};

function validate59(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate59.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "sdk_version") || (key0 === "experiment_keys"))){
validate59.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.sdk_version !== undefined){
let data0 = data.sdk_version;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(data0.length > 64 && countCodePoints(data0) > 64){
validate59.errors = [{instancePath:instancePath+"/sdk_version",schemaPath:"#/properties/sdk_version/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
}
else {
validate59.errors = [{instancePath:instancePath+"/sdk_version",schemaPath:"#/properties/sdk_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.experiment_keys !== undefined){
let data1 = data.experiment_keys;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data1)){
if(data1.length > 64){
validate59.errors = [{instancePath:instancePath+"/experiment_keys",schemaPath:"#/properties/experiment_keys/maxItems",keyword:"maxItems",params:{limit: 64}}];
return false;
}
else {
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(data2.length > 256 && countCodePoints(data2) > 256){
validate59.errors = [{instancePath:instancePath+"/experiment_keys/" + i0,schemaPath:"#/properties/experiment_keys/items/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
}
else {
validate59.errors = [{instancePath:instancePath+"/experiment_keys/" + i0,schemaPath:"#/properties/experiment_keys/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs6 === errors;
if(!valid1){
break;
}
}
}
}
else {
validate59.errors = [{instancePath:instancePath+"/experiment_keys",schemaPath:"#/properties/experiment_keys/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate59.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate59.errors = vErrors;
return errors === 0;
}
validate59.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema24 = {"type":"object","maxProperties":50,"propertyNames":{"maxLength":256},"additionalProperties":{"type":["string","number","boolean","null"],"maxLength":1024,"minimum":-1.7976931348623157e+308,"maximum":1.7976931348623157e+308}};

function validate61(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate61.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 50){
validate61.errors = [{instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 50}}];
return false;
}
else {
for(const key0 in data){
const _errs1 = errors;
if(typeof key0 === "string"){
if(key0.length > 256 && countCodePoints(key0) > 256){
const err0 = {instancePath,schemaPath:"#/propertyNames/maxLength",keyword:"maxLength",params:{limit: 256},propertyName:key0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var valid0 = _errs1 === errors;
if(!valid0){
const err1 = {instancePath,schemaPath:"#/propertyNames",keyword:"propertyNames",params:{propertyName: key0}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate61.errors = vErrors;
return false;
break;
}
}
if(valid0){
for(const key1 in data){
let data0 = data[key1];
const _errs3 = errors;
if((((typeof data0 !== "string") && (!((typeof data0 == "number") && (isFinite(data0))))) && (typeof data0 !== "boolean")) && (data0 !== null)){
validate61.errors = [{instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: schema24.additionalProperties.type}}];
return false;
}
if(errors === _errs3){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 1.7976931348623157e+308 || isNaN(data0)){
validate61.errors = [{instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1.7976931348623157e+308}}];
return false;
}
else {
if(data0 < -1.7976931348623157e+308 || isNaN(data0)){
validate61.errors = [{instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1.7976931348623157e+308}}];
return false;
}
}
}
if(errors === _errs3){
if(typeof data0 === "string"){
if(data0.length > 1024 && countCodePoints(data0) > 1024){
validate61.errors = [{instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
}
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
validate61.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate61.errors = vErrors;
return errors === 0;
}
validate61.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema25 = {"type":"object","dependentRequired":{"price":["currency"]},"additionalProperties":false,"required":["product_id"],"properties":{"product_id":{"type":"string","minLength":1,"maxLength":256},"category":{"type":"string","maxLength":256},"price":{"type":"number","minimum":0,"maximum":1000000000000},"quantity":{"type":"integer","minimum":1,"maximum":1000000},"currency":{"type":"string","maxLength":3,"pattern":"^[A-Z]{3}$"}}};
const pattern3 = new RegExp("^[A-Z]{3}$", "u");

function validate63(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate63.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.product_id === undefined) && (missing0 = "product_id")){
validate63.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "product_id") || (key0 === "category")) || (key0 === "price")) || (key0 === "quantity")) || (key0 === "currency"))){
validate63.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.product_id !== undefined){
let data0 = data.product_id;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(data0.length > 256 && countCodePoints(data0) > 256){
validate63.errors = [{instancePath:instancePath+"/product_id",schemaPath:"#/properties/product_id/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data0.length < 1){
validate63.errors = [{instancePath:instancePath+"/product_id",schemaPath:"#/properties/product_id/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate63.errors = [{instancePath:instancePath+"/product_id",schemaPath:"#/properties/product_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.category !== undefined){
let data1 = data.category;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(data1.length > 256 && countCodePoints(data1) > 256){
validate63.errors = [{instancePath:instancePath+"/category",schemaPath:"#/properties/category/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
}
else {
validate63.errors = [{instancePath:instancePath+"/category",schemaPath:"#/properties/category/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.price !== undefined){
let data2 = data.price;
const _errs6 = errors;
if(errors === _errs6){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1000000000000 || isNaN(data2)){
validate63.errors = [{instancePath:instancePath+"/price",schemaPath:"#/properties/price/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000}}];
return false;
}
else {
if(data2 < 0 || isNaN(data2)){
validate63.errors = [{instancePath:instancePath+"/price",schemaPath:"#/properties/price/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
else {
validate63.errors = [{instancePath:instancePath+"/price",schemaPath:"#/properties/price/type",keyword:"type",params:{type: "number"}}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.quantity !== undefined){
let data3 = data.quantity;
const _errs8 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate63.errors = [{instancePath:instancePath+"/quantity",schemaPath:"#/properties/quantity/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs8){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 1000000 || isNaN(data3)){
validate63.errors = [{instancePath:instancePath+"/quantity",schemaPath:"#/properties/quantity/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000}}];
return false;
}
else {
if(data3 < 1 || isNaN(data3)){
validate63.errors = [{instancePath:instancePath+"/quantity",schemaPath:"#/properties/quantity/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.currency !== undefined){
let data4 = data.currency;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 3 && countCodePoints(data4) > 3){
validate63.errors = [{instancePath:instancePath+"/currency",schemaPath:"#/properties/currency/maxLength",keyword:"maxLength",params:{limit: 3}}];
return false;
}
else {
if(!pattern3.test(data4)){
validate63.errors = [{instancePath:instancePath+"/currency",schemaPath:"#/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[A-Z]{3}$"}}];
return false;
}
}
}
else {
validate63.errors = [{instancePath:instancePath+"/currency",schemaPath:"#/properties/currency/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let missing1;
if(data.price !== undefined && ((data.currency === undefined) && (missing1 = "currency"))){
validate63.errors = [{instancePath,schemaPath:"#/dependentRequired",keyword:"dependentRequired",params:{property: "price",
    missingProperty: missing1,
    depsCount: 1,
    deps: "currency"}}];
return false;
}
}
}
}
}
}
}
}
}
else {
validate63.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate63.errors = vErrors;
return errors === 0;
}
validate63.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate52(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate52.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.product === undefined) && (missing0 = "product"))){
validate52.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema19.properties, key0))){
validate52.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate52.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate52.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate52.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("add_to_cart" !== data1){
validate52.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "add_to_cart"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate52.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate52.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate52.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate52.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate52.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate52.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate52.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate52.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.product !== undefined){
const _errs17 = errors;
if(!(validate63(data.product, {instancePath:instancePath+"/product",parentData:data,parentDataProperty:"product",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate63.errors : vErrors.concat(validate63.errors);
errors = vErrors.length;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate52.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate52.errors = vErrors;
return errors === 0;
}
validate52.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateAffiliateClick_1_0_0 = validate65;
const schema26 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","affiliate"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"affiliate_click"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"affiliate":{"type":"object","required":["link_id","target","payout_cents"],"properties":{"link_id":{"type":"string","minLength":1,"maxLength":256},"target":{"type":"string","minLength":1,"maxLength":8192},"currency":{"type":"string","maxLength":3,"pattern":"^[A-Z]{3}$"},"payout_cents":{"type":"integer","minimum":0,"maximum":9007199254740991}},"additionalProperties":false}},"additionalProperties":false};

function validate65(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate65.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.affiliate === undefined) && (missing0 = "affiliate"))){
validate65.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema26.properties, key0))){
validate65.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate65.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate65.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate65.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("affiliate_click" !== data1){
validate65.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "affiliate_click"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate65.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate65.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate65.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate65.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate65.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate65.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate65.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate65.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.affiliate !== undefined){
let data10 = data.affiliate;
const _errs17 = errors;
if(errors === _errs17){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing1;
if((((data10.link_id === undefined) && (missing1 = "link_id")) || ((data10.target === undefined) && (missing1 = "target"))) || ((data10.payout_cents === undefined) && (missing1 = "payout_cents"))){
validate65.errors = [{instancePath:instancePath+"/affiliate",schemaPath:"#/properties/affiliate/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs19 = errors;
for(const key1 in data10){
if(!((((key1 === "link_id") || (key1 === "target")) || (key1 === "currency")) || (key1 === "payout_cents"))){
validate65.errors = [{instancePath:instancePath+"/affiliate",schemaPath:"#/properties/affiliate/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs19 === errors){
if(data10.link_id !== undefined){
let data11 = data10.link_id;
const _errs20 = errors;
if(errors === _errs20){
if(typeof data11 === "string"){
if(data11.length > 256 && countCodePoints(data11) > 256){
validate65.errors = [{instancePath:instancePath+"/affiliate/link_id",schemaPath:"#/properties/affiliate/properties/link_id/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data11.length < 1){
validate65.errors = [{instancePath:instancePath+"/affiliate/link_id",schemaPath:"#/properties/affiliate/properties/link_id/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate65.errors = [{instancePath:instancePath+"/affiliate/link_id",schemaPath:"#/properties/affiliate/properties/link_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.target !== undefined){
let data12 = data10.target;
const _errs22 = errors;
if(errors === _errs22){
if(typeof data12 === "string"){
if(data12.length > 8192 && countCodePoints(data12) > 8192){
validate65.errors = [{instancePath:instancePath+"/affiliate/target",schemaPath:"#/properties/affiliate/properties/target/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
else {
if(data12.length < 1){
validate65.errors = [{instancePath:instancePath+"/affiliate/target",schemaPath:"#/properties/affiliate/properties/target/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate65.errors = [{instancePath:instancePath+"/affiliate/target",schemaPath:"#/properties/affiliate/properties/target/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.currency !== undefined){
let data13 = data10.currency;
const _errs24 = errors;
if(errors === _errs24){
if(typeof data13 === "string"){
if(data13.length > 3 && countCodePoints(data13) > 3){
validate65.errors = [{instancePath:instancePath+"/affiliate/currency",schemaPath:"#/properties/affiliate/properties/currency/maxLength",keyword:"maxLength",params:{limit: 3}}];
return false;
}
else {
if(!pattern3.test(data13)){
validate65.errors = [{instancePath:instancePath+"/affiliate/currency",schemaPath:"#/properties/affiliate/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[A-Z]{3}$"}}];
return false;
}
}
}
else {
validate65.errors = [{instancePath:instancePath+"/affiliate/currency",schemaPath:"#/properties/affiliate/properties/currency/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs24 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.payout_cents !== undefined){
let data14 = data10.payout_cents;
const _errs26 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
validate65.errors = [{instancePath:instancePath+"/affiliate/payout_cents",schemaPath:"#/properties/affiliate/properties/payout_cents/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs26){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 9007199254740991 || isNaN(data14)){
validate65.errors = [{instancePath:instancePath+"/affiliate/payout_cents",schemaPath:"#/properties/affiliate/properties/payout_cents/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data14 < 0 || isNaN(data14)){
validate65.errors = [{instancePath:instancePath+"/affiliate/payout_cents",schemaPath:"#/properties/affiliate/properties/payout_cents/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid1 = _errs26 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
else {
validate65.errors = [{instancePath:instancePath+"/affiliate",schemaPath:"#/properties/affiliate/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate65.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate65.errors = vErrors;
return errors === 0;
}
validate65.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateBeginCheckout_1_0_0 = validate71;
const schema27 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","product"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"begin_checkout"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"product":{"$ref":"urn:millrace:shared:product:6"}},"additionalProperties":false};

function validate71(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate71.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.product === undefined) && (missing0 = "product"))){
validate71.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema27.properties, key0))){
validate71.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate71.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate71.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate71.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("begin_checkout" !== data1){
validate71.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "begin_checkout"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate71.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate71.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate71.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate71.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate71.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate71.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate71.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate71.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.product !== undefined){
const _errs17 = errors;
if(!(validate63(data.product, {instancePath:instancePath+"/product",parentData:data,parentDataProperty:"product",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate63.errors : vErrors.concat(validate63.errors);
errors = vErrors.length;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate71.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate71.errors = vErrors;
return errors === 0;
}
validate71.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateChartInteraction_1_0_0 = validate78;
const schema28 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","chart"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"chart_interaction"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"chart":{"type":"object","required":["product_ids","action"],"properties":{"product_ids":{"type":"array","maxItems":100,"items":{"type":"string","minLength":1,"maxLength":256}},"action":{"type":"string","enum":["toggle","sort","filter","compare_expand","compare_collapse"]},"control_id":{"type":"string","minLength":1,"maxLength":256},"control_value":{"type":["string","number","boolean","null"],"maxLength":1024,"minimum":-1.7976931348623157e+308,"maximum":1.7976931348623157e+308}},"if":{"type":"object","required":["action"],"properties":{"action":{"enum":["sort","filter"]}}},"then":{"type":"object","required":["control_id"],"properties":{"control_id":{}}},"additionalProperties":false}},"additionalProperties":false};

function validate78(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate78.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.chart === undefined) && (missing0 = "chart"))){
validate78.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema28.properties, key0))){
validate78.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate78.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate78.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate78.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("chart_interaction" !== data1){
validate78.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "chart_interaction"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate78.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate78.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate78.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate78.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate78.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate78.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate78.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate78.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.chart !== undefined){
let data10 = data.chart;
const _errs17 = errors;
const _errs19 = errors;
let valid1 = true;
const _errs20 = errors;
if(errors === _errs20){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing1;
if((data10.action === undefined) && (missing1 = "action")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data10.action !== undefined){
let data11 = data10.action;
if(!((data11 === "sort") || (data11 === "filter"))){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
}
else {
const err2 = {};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
var _valid0 = _errs20 === errors;
errors = _errs19;
if(vErrors !== null){
if(_errs19){
vErrors.length = _errs19;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs23 = errors;
if(errors === _errs23){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing2;
if((data10.control_id === undefined) && (missing2 = "control_id")){
validate78.errors = [{instancePath:instancePath+"/chart",schemaPath:"#/properties/chart/then/required",keyword:"required",params:{missingProperty: missing2}}];
return false;
}
}
else {
validate78.errors = [{instancePath:instancePath+"/chart",schemaPath:"#/properties/chart/then/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var _valid0 = _errs23 === errors;
valid1 = _valid0;
if(valid1){
var props0 = {};
props0.control_id = true;
props0.action = true;
}
}
if(!valid1){
const err3 = {instancePath:instancePath+"/chart",schemaPath:"#/properties/chart/if",keyword:"if",params:{failingKeyword: "then"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate78.errors = vErrors;
return false;
}
if(errors === _errs17){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing3;
if(((data10.product_ids === undefined) && (missing3 = "product_ids")) || ((data10.action === undefined) && (missing3 = "action"))){
validate78.errors = [{instancePath:instancePath+"/chart",schemaPath:"#/properties/chart/required",keyword:"required",params:{missingProperty: missing3}}];
return false;
}
else {
const _errs25 = errors;
for(const key1 in data10){
if(!((((key1 === "product_ids") || (key1 === "action")) || (key1 === "control_id")) || (key1 === "control_value"))){
validate78.errors = [{instancePath:instancePath+"/chart",schemaPath:"#/properties/chart/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs25 === errors){
if(data10.product_ids !== undefined){
let data12 = data10.product_ids;
const _errs26 = errors;
if(errors === _errs26){
if(Array.isArray(data12)){
if(data12.length > 100){
validate78.errors = [{instancePath:instancePath+"/chart/product_ids",schemaPath:"#/properties/chart/properties/product_ids/maxItems",keyword:"maxItems",params:{limit: 100}}];
return false;
}
else {
var valid4 = true;
const len0 = data12.length;
for(let i0=0; i0<len0; i0++){
let data13 = data12[i0];
const _errs28 = errors;
if(errors === _errs28){
if(typeof data13 === "string"){
if(data13.length > 256 && countCodePoints(data13) > 256){
validate78.errors = [{instancePath:instancePath+"/chart/product_ids/" + i0,schemaPath:"#/properties/chart/properties/product_ids/items/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data13.length < 1){
validate78.errors = [{instancePath:instancePath+"/chart/product_ids/" + i0,schemaPath:"#/properties/chart/properties/product_ids/items/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate78.errors = [{instancePath:instancePath+"/chart/product_ids/" + i0,schemaPath:"#/properties/chart/properties/product_ids/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs28 === errors;
if(!valid4){
break;
}
}
}
}
else {
validate78.errors = [{instancePath:instancePath+"/chart/product_ids",schemaPath:"#/properties/chart/properties/product_ids/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid3 = _errs26 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data10.action !== undefined){
let data14 = data10.action;
const _errs30 = errors;
if(typeof data14 !== "string"){
validate78.errors = [{instancePath:instancePath+"/chart/action",schemaPath:"#/properties/chart/properties/action/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!(((((data14 === "toggle") || (data14 === "sort")) || (data14 === "filter")) || (data14 === "compare_expand")) || (data14 === "compare_collapse"))){
validate78.errors = [{instancePath:instancePath+"/chart/action",schemaPath:"#/properties/chart/properties/action/enum",keyword:"enum",params:{allowedValues: schema28.properties.chart.properties.action.enum}}];
return false;
}
var valid3 = _errs30 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data10.control_id !== undefined){
let data15 = data10.control_id;
const _errs32 = errors;
if(errors === _errs32){
if(typeof data15 === "string"){
if(data15.length > 256 && countCodePoints(data15) > 256){
validate78.errors = [{instancePath:instancePath+"/chart/control_id",schemaPath:"#/properties/chart/properties/control_id/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data15.length < 1){
validate78.errors = [{instancePath:instancePath+"/chart/control_id",schemaPath:"#/properties/chart/properties/control_id/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate78.errors = [{instancePath:instancePath+"/chart/control_id",schemaPath:"#/properties/chart/properties/control_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid3 = _errs32 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data10.control_value !== undefined){
let data16 = data10.control_value;
const _errs34 = errors;
if((((typeof data16 !== "string") && (!((typeof data16 == "number") && (isFinite(data16))))) && (typeof data16 !== "boolean")) && (data16 !== null)){
validate78.errors = [{instancePath:instancePath+"/chart/control_value",schemaPath:"#/properties/chart/properties/control_value/type",keyword:"type",params:{type: schema28.properties.chart.properties.control_value.type}}];
return false;
}
if(errors === _errs34){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 1.7976931348623157e+308 || isNaN(data16)){
validate78.errors = [{instancePath:instancePath+"/chart/control_value",schemaPath:"#/properties/chart/properties/control_value/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1.7976931348623157e+308}}];
return false;
}
else {
if(data16 < -1.7976931348623157e+308 || isNaN(data16)){
validate78.errors = [{instancePath:instancePath+"/chart/control_value",schemaPath:"#/properties/chart/properties/control_value/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1.7976931348623157e+308}}];
return false;
}
}
}
if(errors === _errs34){
if(typeof data16 === "string"){
if(data16.length > 1024 && countCodePoints(data16) > 1024){
validate78.errors = [{instancePath:instancePath+"/chart/control_value",schemaPath:"#/properties/chart/properties/control_value/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
}
}
var valid3 = _errs34 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
}
else {
validate78.errors = [{instancePath:instancePath+"/chart",schemaPath:"#/properties/chart/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate78.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate78.errors = vErrors;
return errors === 0;
}
validate78.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateClick_1_0_0 = validate84;
const schema29 = {"type":"object","required":["event_id","event_type","schema_version","ts","user"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"click"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"product":{"$ref":"urn:millrace:shared:product:6"},"element":{"type":"object","required":["element_id"],"properties":{"element_id":{"type":"string","minLength":1,"maxLength":256},"text":{"type":"string","maxLength":1024},"target_url":{"type":"string","maxLength":8192}},"additionalProperties":false}},"additionalProperties":false,"allOf":[{"if":{"type":"object","required":["product"],"properties":{"product":{}}},"else":{"type":"object","required":["element"],"properties":{"element":{}}}}]};

function validate84(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate84.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs2 = errors;
let valid1 = true;
const _errs3 = errors;
if(errors === _errs3){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.product === undefined) && (missing0 = "product")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs3 === errors;
errors = _errs2;
if(vErrors !== null){
if(_errs2){
vErrors.length = _errs2;
}
else {
vErrors = null;
}
}
if(!_valid0){
const _errs5 = errors;
if(errors === _errs5){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if((data.element === undefined) && (missing1 = "element")){
validate84.errors = [{instancePath,schemaPath:"#/allOf/0/else/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
}
else {
validate84.errors = [{instancePath,schemaPath:"#/allOf/0/else/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var _valid0 = _errs5 === errors;
valid1 = _valid0;
if(valid1){
var props0 = {};
props0.element = true;
props0.product = true;
}
}
if(!valid1){
const err2 = {instancePath,schemaPath:"#/allOf/0/if",keyword:"if",params:{failingKeyword: "else"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
validate84.errors = vErrors;
return false;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing2;
if((((((data.event_id === undefined) && (missing2 = "event_id")) || ((data.event_type === undefined) && (missing2 = "event_type"))) || ((data.schema_version === undefined) && (missing2 = "schema_version"))) || ((data.ts === undefined) && (missing2 = "ts"))) || ((data.user === undefined) && (missing2 = "user"))){
validate84.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing2}}];
return false;
}
else {
const _errs7 = errors;
for(const key0 in data){
if(!(func1.call(schema29.properties, key0))){
validate84.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs7 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate84.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate84.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid2 = _errs8 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs10 = errors;
if(typeof data1 !== "string"){
validate84.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("click" !== data1){
validate84.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "click"}}];
return false;
}
var valid2 = _errs10 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs12 = errors;
if(typeof data2 !== "string"){
validate84.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate84.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid2 = _errs12 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs14 = errors;
if(errors === _errs14){
if(errors === _errs14){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate84.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate84.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate84.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid2 = _errs14 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs16 = errors;
if(errors === _errs16){
if(errors === _errs16){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate84.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate84.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate84.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid2 = _errs16 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.user !== undefined){
const _errs18 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid2 = _errs18 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.session !== undefined){
const _errs19 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid2 = _errs19 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.ctx !== undefined){
const _errs20 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid2 = _errs20 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.metadata !== undefined){
const _errs21 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid2 = _errs21 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.custom_properties !== undefined){
const _errs22 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid2 = _errs22 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.product !== undefined){
const _errs23 = errors;
if(!(validate63(data.product, {instancePath:instancePath+"/product",parentData:data,parentDataProperty:"product",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate63.errors : vErrors.concat(validate63.errors);
errors = vErrors.length;
}
var valid2 = _errs23 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.element !== undefined){
let data11 = data.element;
const _errs24 = errors;
if(errors === _errs24){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
let missing3;
if((data11.element_id === undefined) && (missing3 = "element_id")){
validate84.errors = [{instancePath:instancePath+"/element",schemaPath:"#/properties/element/required",keyword:"required",params:{missingProperty: missing3}}];
return false;
}
else {
const _errs26 = errors;
for(const key1 in data11){
if(!(((key1 === "element_id") || (key1 === "text")) || (key1 === "target_url"))){
validate84.errors = [{instancePath:instancePath+"/element",schemaPath:"#/properties/element/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs26 === errors){
if(data11.element_id !== undefined){
let data12 = data11.element_id;
const _errs27 = errors;
if(errors === _errs27){
if(typeof data12 === "string"){
if(data12.length > 256 && countCodePoints(data12) > 256){
validate84.errors = [{instancePath:instancePath+"/element/element_id",schemaPath:"#/properties/element/properties/element_id/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data12.length < 1){
validate84.errors = [{instancePath:instancePath+"/element/element_id",schemaPath:"#/properties/element/properties/element_id/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate84.errors = [{instancePath:instancePath+"/element/element_id",schemaPath:"#/properties/element/properties/element_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid3 = _errs27 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data11.text !== undefined){
let data13 = data11.text;
const _errs29 = errors;
if(errors === _errs29){
if(typeof data13 === "string"){
if(data13.length > 1024 && countCodePoints(data13) > 1024){
validate84.errors = [{instancePath:instancePath+"/element/text",schemaPath:"#/properties/element/properties/text/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate84.errors = [{instancePath:instancePath+"/element/text",schemaPath:"#/properties/element/properties/text/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid3 = _errs29 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data11.target_url !== undefined){
let data14 = data11.target_url;
const _errs31 = errors;
if(errors === _errs31){
if(typeof data14 === "string"){
if(data14.length > 8192 && countCodePoints(data14) > 8192){
validate84.errors = [{instancePath:instancePath+"/element/target_url",schemaPath:"#/properties/element/properties/target_url/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate84.errors = [{instancePath:instancePath+"/element/target_url",schemaPath:"#/properties/element/properties/target_url/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid3 = _errs31 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
else {
validate84.errors = [{instancePath:instancePath+"/element",schemaPath:"#/properties/element/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid2 = _errs24 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate84.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate84.errors = vErrors;
return errors === 0;
}
validate84.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateConsentUpdate_1_0_0 = validate91;
const schema30 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","consent_change"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"consent_update"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"consent_change":{"type":"object","required":["policy_version"],"properties":{"policy_version":{"type":"string","minLength":1,"maxLength":64},"previous":{"type":"object","required":["analytics","ads"],"properties":{"analytics":{"type":"boolean"},"ads":{"type":"boolean"}},"additionalProperties":false},"method":{"type":"string","enum":["banner","settings","api","other"]}},"additionalProperties":false}},"additionalProperties":false};

function validate91(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate91.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.consent_change === undefined) && (missing0 = "consent_change"))){
validate91.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema30.properties, key0))){
validate91.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate91.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate91.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate91.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("consent_update" !== data1){
validate91.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "consent_update"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate91.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate91.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate91.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate91.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate91.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate91.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate91.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate91.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.consent_change !== undefined){
let data10 = data.consent_change;
const _errs17 = errors;
if(errors === _errs17){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing1;
if((data10.policy_version === undefined) && (missing1 = "policy_version")){
validate91.errors = [{instancePath:instancePath+"/consent_change",schemaPath:"#/properties/consent_change/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs19 = errors;
for(const key1 in data10){
if(!(((key1 === "policy_version") || (key1 === "previous")) || (key1 === "method"))){
validate91.errors = [{instancePath:instancePath+"/consent_change",schemaPath:"#/properties/consent_change/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs19 === errors){
if(data10.policy_version !== undefined){
let data11 = data10.policy_version;
const _errs20 = errors;
if(errors === _errs20){
if(typeof data11 === "string"){
if(data11.length > 64 && countCodePoints(data11) > 64){
validate91.errors = [{instancePath:instancePath+"/consent_change/policy_version",schemaPath:"#/properties/consent_change/properties/policy_version/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(data11.length < 1){
validate91.errors = [{instancePath:instancePath+"/consent_change/policy_version",schemaPath:"#/properties/consent_change/properties/policy_version/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate91.errors = [{instancePath:instancePath+"/consent_change/policy_version",schemaPath:"#/properties/consent_change/properties/policy_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.previous !== undefined){
let data12 = data10.previous;
const _errs22 = errors;
if(errors === _errs22){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
let missing2;
if(((data12.analytics === undefined) && (missing2 = "analytics")) || ((data12.ads === undefined) && (missing2 = "ads"))){
validate91.errors = [{instancePath:instancePath+"/consent_change/previous",schemaPath:"#/properties/consent_change/properties/previous/required",keyword:"required",params:{missingProperty: missing2}}];
return false;
}
else {
const _errs24 = errors;
for(const key2 in data12){
if(!((key2 === "analytics") || (key2 === "ads"))){
validate91.errors = [{instancePath:instancePath+"/consent_change/previous",schemaPath:"#/properties/consent_change/properties/previous/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}}];
return false;
break;
}
}
if(_errs24 === errors){
if(data12.analytics !== undefined){
const _errs25 = errors;
if(typeof data12.analytics !== "boolean"){
validate91.errors = [{instancePath:instancePath+"/consent_change/previous/analytics",schemaPath:"#/properties/consent_change/properties/previous/properties/analytics/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid2 = _errs25 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data12.ads !== undefined){
const _errs27 = errors;
if(typeof data12.ads !== "boolean"){
validate91.errors = [{instancePath:instancePath+"/consent_change/previous/ads",schemaPath:"#/properties/consent_change/properties/previous/properties/ads/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid2 = _errs27 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate91.errors = [{instancePath:instancePath+"/consent_change/previous",schemaPath:"#/properties/consent_change/properties/previous/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.method !== undefined){
let data15 = data10.method;
const _errs29 = errors;
if(typeof data15 !== "string"){
validate91.errors = [{instancePath:instancePath+"/consent_change/method",schemaPath:"#/properties/consent_change/properties/method/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((((data15 === "banner") || (data15 === "settings")) || (data15 === "api")) || (data15 === "other"))){
validate91.errors = [{instancePath:instancePath+"/consent_change/method",schemaPath:"#/properties/consent_change/properties/method/enum",keyword:"enum",params:{allowedValues: schema30.properties.consent_change.properties.method.enum}}];
return false;
}
var valid1 = _errs29 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
else {
validate91.errors = [{instancePath:instancePath+"/consent_change",schemaPath:"#/properties/consent_change/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate91.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate91.errors = vErrors;
return errors === 0;
}
validate91.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateMetric_1_0_0 = validate97;
const schema31 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","metric"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"metric"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"metric":{"type":"object","required":["name","value","unit"],"properties":{"name":{"type":"string","minLength":1,"maxLength":256},"value":{"type":"number","minimum":-1.7976931348623157e+308,"maximum":1.7976931348623157e+308},"unit":{"type":"string","minLength":1,"maxLength":64}},"additionalProperties":false}},"additionalProperties":false};

function validate97(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate97.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.metric === undefined) && (missing0 = "metric"))){
validate97.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
validate97.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate97.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate97.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate97.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("metric" !== data1){
validate97.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "metric"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate97.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate97.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate97.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate97.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate97.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate97.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate97.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate97.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metric !== undefined){
let data10 = data.metric;
const _errs17 = errors;
if(errors === _errs17){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing1;
if((((data10.name === undefined) && (missing1 = "name")) || ((data10.value === undefined) && (missing1 = "value"))) || ((data10.unit === undefined) && (missing1 = "unit"))){
validate97.errors = [{instancePath:instancePath+"/metric",schemaPath:"#/properties/metric/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs19 = errors;
for(const key1 in data10){
if(!(((key1 === "name") || (key1 === "value")) || (key1 === "unit"))){
validate97.errors = [{instancePath:instancePath+"/metric",schemaPath:"#/properties/metric/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs19 === errors){
if(data10.name !== undefined){
let data11 = data10.name;
const _errs20 = errors;
if(errors === _errs20){
if(typeof data11 === "string"){
if(data11.length > 256 && countCodePoints(data11) > 256){
validate97.errors = [{instancePath:instancePath+"/metric/name",schemaPath:"#/properties/metric/properties/name/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data11.length < 1){
validate97.errors = [{instancePath:instancePath+"/metric/name",schemaPath:"#/properties/metric/properties/name/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate97.errors = [{instancePath:instancePath+"/metric/name",schemaPath:"#/properties/metric/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.value !== undefined){
let data12 = data10.value;
const _errs22 = errors;
if(errors === _errs22){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 1.7976931348623157e+308 || isNaN(data12)){
validate97.errors = [{instancePath:instancePath+"/metric/value",schemaPath:"#/properties/metric/properties/value/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1.7976931348623157e+308}}];
return false;
}
else {
if(data12 < -1.7976931348623157e+308 || isNaN(data12)){
validate97.errors = [{instancePath:instancePath+"/metric/value",schemaPath:"#/properties/metric/properties/value/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1.7976931348623157e+308}}];
return false;
}
}
}
else {
validate97.errors = [{instancePath:instancePath+"/metric/value",schemaPath:"#/properties/metric/properties/value/type",keyword:"type",params:{type: "number"}}];
return false;
}
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.unit !== undefined){
let data13 = data10.unit;
const _errs24 = errors;
if(errors === _errs24){
if(typeof data13 === "string"){
if(data13.length > 64 && countCodePoints(data13) > 64){
validate97.errors = [{instancePath:instancePath+"/metric/unit",schemaPath:"#/properties/metric/properties/unit/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(data13.length < 1){
validate97.errors = [{instancePath:instancePath+"/metric/unit",schemaPath:"#/properties/metric/properties/unit/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate97.errors = [{instancePath:instancePath+"/metric/unit",schemaPath:"#/properties/metric/properties/unit/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs24 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
else {
validate97.errors = [{instancePath:instancePath+"/metric",schemaPath:"#/properties/metric/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate97.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate97.errors = vErrors;
return errors === 0;
}
validate97.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validatePageView_1_0_0 = validate103;
const schema32 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","ctx"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"page_view"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:7"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"page":{"$ref":"urn:millrace:shared:page:8"}},"additionalProperties":false};
const schema33 = {"type":"object","additionalProperties":false,"required":["page_url"],"properties":{"page_url":{"type":"string","minLength":1,"maxLength":8192},"referrer":{"type":"string","maxLength":8192},"locale":{"type":"string","maxLength":64},"user_agent":{"type":"string","maxLength":8192},"device_type":{"type":"string","maxLength":64},"ab_variant":{"type":"string","maxLength":256}}};

function validate106(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate106.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.page_url === undefined) && (missing0 = "page_url")){
validate106.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((key0 === "page_url") || (key0 === "referrer")) || (key0 === "locale")) || (key0 === "user_agent")) || (key0 === "device_type")) || (key0 === "ab_variant"))){
validate106.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.page_url !== undefined){
let data0 = data.page_url;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(data0.length > 8192 && countCodePoints(data0) > 8192){
validate106.errors = [{instancePath:instancePath+"/page_url",schemaPath:"#/properties/page_url/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
else {
if(data0.length < 1){
validate106.errors = [{instancePath:instancePath+"/page_url",schemaPath:"#/properties/page_url/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate106.errors = [{instancePath:instancePath+"/page_url",schemaPath:"#/properties/page_url/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.referrer !== undefined){
let data1 = data.referrer;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(data1.length > 8192 && countCodePoints(data1) > 8192){
validate106.errors = [{instancePath:instancePath+"/referrer",schemaPath:"#/properties/referrer/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate106.errors = [{instancePath:instancePath+"/referrer",schemaPath:"#/properties/referrer/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.locale !== undefined){
let data2 = data.locale;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(data2.length > 64 && countCodePoints(data2) > 64){
validate106.errors = [{instancePath:instancePath+"/locale",schemaPath:"#/properties/locale/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
}
else {
validate106.errors = [{instancePath:instancePath+"/locale",schemaPath:"#/properties/locale/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user_agent !== undefined){
let data3 = data.user_agent;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 8192 && countCodePoints(data3) > 8192){
validate106.errors = [{instancePath:instancePath+"/user_agent",schemaPath:"#/properties/user_agent/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate106.errors = [{instancePath:instancePath+"/user_agent",schemaPath:"#/properties/user_agent/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.device_type !== undefined){
let data4 = data.device_type;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate106.errors = [{instancePath:instancePath+"/device_type",schemaPath:"#/properties/device_type/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
}
else {
validate106.errors = [{instancePath:instancePath+"/device_type",schemaPath:"#/properties/device_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ab_variant !== undefined){
let data5 = data.ab_variant;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data5 === "string"){
if(data5.length > 256 && countCodePoints(data5) > 256){
validate106.errors = [{instancePath:instancePath+"/ab_variant",schemaPath:"#/properties/ab_variant/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
}
else {
validate106.errors = [{instancePath:instancePath+"/ab_variant",schemaPath:"#/properties/ab_variant/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate106.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate106.errors = vErrors;
return errors === 0;
}
validate106.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema34 = {"type":"object","properties":{"title":{"type":"string","maxLength":1024},"product_id":{"type":"string","minLength":1,"maxLength":256},"category":{"type":"string","maxLength":256}},"additionalProperties":false};

function validate110(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate110.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "title") || (key0 === "product_id")) || (key0 === "category"))){
validate110.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.title !== undefined){
let data0 = data.title;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(data0.length > 1024 && countCodePoints(data0) > 1024){
validate110.errors = [{instancePath:instancePath+"/title",schemaPath:"#/properties/title/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate110.errors = [{instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.product_id !== undefined){
let data1 = data.product_id;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(data1.length > 256 && countCodePoints(data1) > 256){
validate110.errors = [{instancePath:instancePath+"/product_id",schemaPath:"#/properties/product_id/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data1.length < 1){
validate110.errors = [{instancePath:instancePath+"/product_id",schemaPath:"#/properties/product_id/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate110.errors = [{instancePath:instancePath+"/product_id",schemaPath:"#/properties/product_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.category !== undefined){
let data2 = data.category;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(data2.length > 256 && countCodePoints(data2) > 256){
validate110.errors = [{instancePath:instancePath+"/category",schemaPath:"#/properties/category/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
}
else {
validate110.errors = [{instancePath:instancePath+"/category",schemaPath:"#/properties/category/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate110.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate110.errors = vErrors;
return errors === 0;
}
validate110.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate103(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate103.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.ctx === undefined) && (missing0 = "ctx"))){
validate103.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema32.properties, key0))){
validate103.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate103.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate103.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate103.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("page_view" !== data1){
validate103.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "page_view"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate103.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate103.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate103.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate103.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate103.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate103.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate103.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate103.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate106(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate106.errors : vErrors.concat(validate106.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.page !== undefined){
const _errs17 = errors;
if(!(validate110(data.page, {instancePath:instancePath+"/page",parentData:data,parentDataProperty:"page",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate110.errors : vErrors.concat(validate110.errors);
errors = vErrors.length;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate103.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate103.errors = vErrors;
return errors === 0;
}
validate103.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validatePageView_1_1_0 = validate112;
const schema35 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","ctx"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"page_view"},"schema_version":{"type":"string","const":"1.1.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:7"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"product":{"$ref":"urn:millrace:shared:product:6"},"page":{"$ref":"urn:millrace:shared:page:8"}},"additionalProperties":false};

function validate112(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate112.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.ctx === undefined) && (missing0 = "ctx"))){
validate112.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema35.properties, key0))){
validate112.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate112.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate112.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate112.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("page_view" !== data1){
validate112.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "page_view"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate112.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.1.0" !== data2){
validate112.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.1.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate112.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate112.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate112.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate112.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate112.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate112.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate106(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate106.errors : vErrors.concat(validate106.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.product !== undefined){
const _errs17 = errors;
if(!(validate63(data.product, {instancePath:instancePath+"/product",parentData:data,parentDataProperty:"product",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate63.errors : vErrors.concat(validate63.errors);
errors = vErrors.length;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.page !== undefined){
const _errs18 = errors;
if(!(validate110(data.page, {instancePath:instancePath+"/page",parentData:data,parentDataProperty:"page",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate110.errors : vErrors.concat(validate110.errors);
errors = vErrors.length;
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate112.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate112.errors = vErrors;
return errors === 0;
}
validate112.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validatePurchase_1_0_0 = validate120;
const schema36 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","product"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"purchase"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"product":{"$ref":"urn:millrace:shared:product:6"},"order":{"type":"object","required":["order_id"],"properties":{"order_id":{"type":"string","minLength":1,"maxLength":256}},"additionalProperties":false}},"additionalProperties":false};

function validate120(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate120.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.product === undefined) && (missing0 = "product"))){
validate120.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema36.properties, key0))){
validate120.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate120.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate120.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate120.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("purchase" !== data1){
validate120.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "purchase"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate120.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate120.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate120.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate120.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate120.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate120.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate120.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate120.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.product !== undefined){
const _errs17 = errors;
if(!(validate63(data.product, {instancePath:instancePath+"/product",parentData:data,parentDataProperty:"product",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate63.errors : vErrors.concat(validate63.errors);
errors = vErrors.length;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.order !== undefined){
let data11 = data.order;
const _errs18 = errors;
if(errors === _errs18){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
let missing1;
if((data11.order_id === undefined) && (missing1 = "order_id")){
validate120.errors = [{instancePath:instancePath+"/order",schemaPath:"#/properties/order/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs20 = errors;
for(const key1 in data11){
if(!(key1 === "order_id")){
validate120.errors = [{instancePath:instancePath+"/order",schemaPath:"#/properties/order/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs20 === errors){
if(data11.order_id !== undefined){
let data12 = data11.order_id;
const _errs21 = errors;
if(errors === _errs21){
if(typeof data12 === "string"){
if(data12.length > 256 && countCodePoints(data12) > 256){
validate120.errors = [{instancePath:instancePath+"/order/order_id",schemaPath:"#/properties/order/properties/order_id/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data12.length < 1){
validate120.errors = [{instancePath:instancePath+"/order/order_id",schemaPath:"#/properties/order/properties/order_id/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate120.errors = [{instancePath:instancePath+"/order/order_id",schemaPath:"#/properties/order/properties/order_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
}
}
}
else {
validate120.errors = [{instancePath:instancePath+"/order",schemaPath:"#/properties/order/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate120.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate120.errors = vErrors;
return errors === 0;
}
validate120.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateSearch_1_0_0 = validate127;
const schema37 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","search"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"search"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"search":{"type":"object","required":["query"],"properties":{"query":{"type":"string","maxLength":1024},"result_count":{"type":"integer","minimum":0,"maximum":2147483647}},"additionalProperties":false}},"additionalProperties":false};

function validate127(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate127.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.search === undefined) && (missing0 = "search"))){
validate127.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema37.properties, key0))){
validate127.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate127.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate127.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate127.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("search" !== data1){
validate127.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "search"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate127.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate127.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate127.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate127.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate127.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate127.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate127.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate127.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.search !== undefined){
let data10 = data.search;
const _errs17 = errors;
if(errors === _errs17){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing1;
if((data10.query === undefined) && (missing1 = "query")){
validate127.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs19 = errors;
for(const key1 in data10){
if(!((key1 === "query") || (key1 === "result_count"))){
validate127.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs19 === errors){
if(data10.query !== undefined){
let data11 = data10.query;
const _errs20 = errors;
if(errors === _errs20){
if(typeof data11 === "string"){
if(data11.length > 1024 && countCodePoints(data11) > 1024){
validate127.errors = [{instancePath:instancePath+"/search/query",schemaPath:"#/properties/search/properties/query/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate127.errors = [{instancePath:instancePath+"/search/query",schemaPath:"#/properties/search/properties/query/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.result_count !== undefined){
let data12 = data10.result_count;
const _errs22 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate127.errors = [{instancePath:instancePath+"/search/result_count",schemaPath:"#/properties/search/properties/result_count/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs22){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 2147483647 || isNaN(data12)){
validate127.errors = [{instancePath:instancePath+"/search/result_count",schemaPath:"#/properties/search/properties/result_count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647}}];
return false;
}
else {
if(data12 < 0 || isNaN(data12)){
validate127.errors = [{instancePath:instancePath+"/search/result_count",schemaPath:"#/properties/search/properties/result_count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
validate127.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate127.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate127.errors = vErrors;
return errors === 0;
}
validate127.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateServerRequest_1_0_0 = validate133;
const schema38 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","request"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"server_request"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"request":{"type":"object","required":["method","path","status","bytes"],"properties":{"method":{"type":"string","minLength":1,"maxLength":64},"path":{"type":"string","maxLength":8192},"status":{"type":"integer","minimum":100,"maximum":599},"bytes":{"type":["integer","null"],"minimum":0,"maximum":9007199254740991}},"additionalProperties":false}},"additionalProperties":false};

function validate133(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate133.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.request === undefined) && (missing0 = "request"))){
validate133.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema38.properties, key0))){
validate133.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate133.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate133.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate133.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("server_request" !== data1){
validate133.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "server_request"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate133.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate133.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate133.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate133.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate133.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate133.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.request !== undefined){
let data10 = data.request;
const _errs17 = errors;
if(errors === _errs17){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing1;
if(((((data10.method === undefined) && (missing1 = "method")) || ((data10.path === undefined) && (missing1 = "path"))) || ((data10.status === undefined) && (missing1 = "status"))) || ((data10.bytes === undefined) && (missing1 = "bytes"))){
validate133.errors = [{instancePath:instancePath+"/request",schemaPath:"#/properties/request/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs19 = errors;
for(const key1 in data10){
if(!((((key1 === "method") || (key1 === "path")) || (key1 === "status")) || (key1 === "bytes"))){
validate133.errors = [{instancePath:instancePath+"/request",schemaPath:"#/properties/request/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs19 === errors){
if(data10.method !== undefined){
let data11 = data10.method;
const _errs20 = errors;
if(errors === _errs20){
if(typeof data11 === "string"){
if(data11.length > 64 && countCodePoints(data11) > 64){
validate133.errors = [{instancePath:instancePath+"/request/method",schemaPath:"#/properties/request/properties/method/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(data11.length < 1){
validate133.errors = [{instancePath:instancePath+"/request/method",schemaPath:"#/properties/request/properties/method/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/request/method",schemaPath:"#/properties/request/properties/method/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.path !== undefined){
let data12 = data10.path;
const _errs22 = errors;
if(errors === _errs22){
if(typeof data12 === "string"){
if(data12.length > 8192 && countCodePoints(data12) > 8192){
validate133.errors = [{instancePath:instancePath+"/request/path",schemaPath:"#/properties/request/properties/path/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate133.errors = [{instancePath:instancePath+"/request/path",schemaPath:"#/properties/request/properties/path/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.status !== undefined){
let data13 = data10.status;
const _errs24 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate133.errors = [{instancePath:instancePath+"/request/status",schemaPath:"#/properties/request/properties/status/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs24){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 599 || isNaN(data13)){
validate133.errors = [{instancePath:instancePath+"/request/status",schemaPath:"#/properties/request/properties/status/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599}}];
return false;
}
else {
if(data13 < 100 || isNaN(data13)){
validate133.errors = [{instancePath:instancePath+"/request/status",schemaPath:"#/properties/request/properties/status/minimum",keyword:"minimum",params:{comparison: ">=", limit: 100}}];
return false;
}
}
}
}
var valid1 = _errs24 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.bytes !== undefined){
let data14 = data10.bytes;
const _errs26 = errors;
if((!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))) && (data14 !== null)){
validate133.errors = [{instancePath:instancePath+"/request/bytes",schemaPath:"#/properties/request/properties/bytes/type",keyword:"type",params:{type: schema38.properties.request.properties.bytes.type}}];
return false;
}
if(errors === _errs26){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 9007199254740991 || isNaN(data14)){
validate133.errors = [{instancePath:instancePath+"/request/bytes",schemaPath:"#/properties/request/properties/bytes/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data14 < 0 || isNaN(data14)){
validate133.errors = [{instancePath:instancePath+"/request/bytes",schemaPath:"#/properties/request/properties/bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid1 = _errs26 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/request",schemaPath:"#/properties/request/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate133.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate133.errors = vErrors;
return errors === 0;
}
validate133.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateSystemEvent_1_0_0 = validate139;
const schema39 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","system"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"system_event"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"system":{"type":"object","required":["severity","component"],"properties":{"severity":{"type":"string","enum":["debug","info","warning","error","critical"]},"component":{"type":"string","minLength":1,"maxLength":256},"message":{"type":"string","maxLength":8192}},"additionalProperties":false}},"additionalProperties":false};

function validate139(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate139.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.system === undefined) && (missing0 = "system"))){
validate139.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema39.properties, key0))){
validate139.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate139.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate139.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate139.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("system_event" !== data1){
validate139.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "system_event"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate139.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate139.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate139.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate139.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate139.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate139.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate139.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate139.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.system !== undefined){
let data10 = data.system;
const _errs17 = errors;
if(errors === _errs17){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing1;
if(((data10.severity === undefined) && (missing1 = "severity")) || ((data10.component === undefined) && (missing1 = "component"))){
validate139.errors = [{instancePath:instancePath+"/system",schemaPath:"#/properties/system/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs19 = errors;
for(const key1 in data10){
if(!(((key1 === "severity") || (key1 === "component")) || (key1 === "message"))){
validate139.errors = [{instancePath:instancePath+"/system",schemaPath:"#/properties/system/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs19 === errors){
if(data10.severity !== undefined){
let data11 = data10.severity;
const _errs20 = errors;
if(typeof data11 !== "string"){
validate139.errors = [{instancePath:instancePath+"/system/severity",schemaPath:"#/properties/system/properties/severity/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!(((((data11 === "debug") || (data11 === "info")) || (data11 === "warning")) || (data11 === "error")) || (data11 === "critical"))){
validate139.errors = [{instancePath:instancePath+"/system/severity",schemaPath:"#/properties/system/properties/severity/enum",keyword:"enum",params:{allowedValues: schema39.properties.system.properties.severity.enum}}];
return false;
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.component !== undefined){
let data12 = data10.component;
const _errs22 = errors;
if(errors === _errs22){
if(typeof data12 === "string"){
if(data12.length > 256 && countCodePoints(data12) > 256){
validate139.errors = [{instancePath:instancePath+"/system/component",schemaPath:"#/properties/system/properties/component/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data12.length < 1){
validate139.errors = [{instancePath:instancePath+"/system/component",schemaPath:"#/properties/system/properties/component/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate139.errors = [{instancePath:instancePath+"/system/component",schemaPath:"#/properties/system/properties/component/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.message !== undefined){
let data13 = data10.message;
const _errs24 = errors;
if(errors === _errs24){
if(typeof data13 === "string"){
if(data13.length > 8192 && countCodePoints(data13) > 8192){
validate139.errors = [{instancePath:instancePath+"/system/message",schemaPath:"#/properties/system/properties/message/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate139.errors = [{instancePath:instancePath+"/system/message",schemaPath:"#/properties/system/properties/message/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs24 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
else {
validate139.errors = [{instancePath:instancePath+"/system",schemaPath:"#/properties/system/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate139.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate139.errors = vErrors;
return errors === 0;
}
validate139.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateTransaction_1_0_0 = validate145;
const schema40 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","transaction"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"transaction"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"transaction":{"type":"object","required":["transaction_id","amount","currency","merchant"],"properties":{"transaction_id":{"type":"string","minLength":1,"maxLength":256},"amount":{"type":"number","minimum":-1000000000000,"maximum":1000000000000},"currency":{"type":"string","maxLength":3,"pattern":"^[A-Z]{3}$"},"merchant":{"type":"string","minLength":1,"maxLength":256}},"additionalProperties":false}},"additionalProperties":false};

function validate145(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate145.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.transaction === undefined) && (missing0 = "transaction"))){
validate145.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema40.properties, key0))){
validate145.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate145.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate145.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate145.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("transaction" !== data1){
validate145.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "transaction"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate145.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate145.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate145.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate145.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate145.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate145.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate145.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate145.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.transaction !== undefined){
let data10 = data.transaction;
const _errs17 = errors;
if(errors === _errs17){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing1;
if(((((data10.transaction_id === undefined) && (missing1 = "transaction_id")) || ((data10.amount === undefined) && (missing1 = "amount"))) || ((data10.currency === undefined) && (missing1 = "currency"))) || ((data10.merchant === undefined) && (missing1 = "merchant"))){
validate145.errors = [{instancePath:instancePath+"/transaction",schemaPath:"#/properties/transaction/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs19 = errors;
for(const key1 in data10){
if(!((((key1 === "transaction_id") || (key1 === "amount")) || (key1 === "currency")) || (key1 === "merchant"))){
validate145.errors = [{instancePath:instancePath+"/transaction",schemaPath:"#/properties/transaction/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs19 === errors){
if(data10.transaction_id !== undefined){
let data11 = data10.transaction_id;
const _errs20 = errors;
if(errors === _errs20){
if(typeof data11 === "string"){
if(data11.length > 256 && countCodePoints(data11) > 256){
validate145.errors = [{instancePath:instancePath+"/transaction/transaction_id",schemaPath:"#/properties/transaction/properties/transaction_id/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data11.length < 1){
validate145.errors = [{instancePath:instancePath+"/transaction/transaction_id",schemaPath:"#/properties/transaction/properties/transaction_id/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate145.errors = [{instancePath:instancePath+"/transaction/transaction_id",schemaPath:"#/properties/transaction/properties/transaction_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.amount !== undefined){
let data12 = data10.amount;
const _errs22 = errors;
if(errors === _errs22){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 1000000000000 || isNaN(data12)){
validate145.errors = [{instancePath:instancePath+"/transaction/amount",schemaPath:"#/properties/transaction/properties/amount/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000}}];
return false;
}
else {
if(data12 < -1000000000000 || isNaN(data12)){
validate145.errors = [{instancePath:instancePath+"/transaction/amount",schemaPath:"#/properties/transaction/properties/amount/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1000000000000}}];
return false;
}
}
}
else {
validate145.errors = [{instancePath:instancePath+"/transaction/amount",schemaPath:"#/properties/transaction/properties/amount/type",keyword:"type",params:{type: "number"}}];
return false;
}
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.currency !== undefined){
let data13 = data10.currency;
const _errs24 = errors;
if(errors === _errs24){
if(typeof data13 === "string"){
if(data13.length > 3 && countCodePoints(data13) > 3){
validate145.errors = [{instancePath:instancePath+"/transaction/currency",schemaPath:"#/properties/transaction/properties/currency/maxLength",keyword:"maxLength",params:{limit: 3}}];
return false;
}
else {
if(!pattern3.test(data13)){
validate145.errors = [{instancePath:instancePath+"/transaction/currency",schemaPath:"#/properties/transaction/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[A-Z]{3}$"}}];
return false;
}
}
}
else {
validate145.errors = [{instancePath:instancePath+"/transaction/currency",schemaPath:"#/properties/transaction/properties/currency/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs24 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.merchant !== undefined){
let data14 = data10.merchant;
const _errs26 = errors;
if(errors === _errs26){
if(typeof data14 === "string"){
if(data14.length > 256 && countCodePoints(data14) > 256){
validate145.errors = [{instancePath:instancePath+"/transaction/merchant",schemaPath:"#/properties/transaction/properties/merchant/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data14.length < 1){
validate145.errors = [{instancePath:instancePath+"/transaction/merchant",schemaPath:"#/properties/transaction/properties/merchant/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate145.errors = [{instancePath:instancePath+"/transaction/merchant",schemaPath:"#/properties/transaction/properties/merchant/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs26 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
else {
validate145.errors = [{instancePath:instancePath+"/transaction",schemaPath:"#/properties/transaction/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate145.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate145.errors = vErrors;
return errors === 0;
}
validate145.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateUserAction_1_0_0 = validate151;
const schema41 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","action"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"user_action"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"$ref":"urn:millrace:shared:user:1"},"session":{"$ref":"urn:millrace:shared:session:2"},"ctx":{"$ref":"urn:millrace:shared:ctx:3"},"metadata":{"$ref":"urn:millrace:shared:metadata:4"},"custom_properties":{"$ref":"urn:millrace:shared:custom_properties:5"},"action":{"type":"object","required":["name"],"properties":{"name":{"type":"string","minLength":1,"maxLength":256},"target":{"type":"string","maxLength":1024},"value":{"type":"string","maxLength":1024}},"additionalProperties":false}},"additionalProperties":false};

function validate151(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate151.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.action === undefined) && (missing0 = "action"))){
validate151.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema41.properties, key0))){
validate151.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate151.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate151.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate151.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("user_action" !== data1){
validate151.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "user_action"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate151.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate151.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64 && countCodePoints(data3) > 64){
validate151.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate151.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate151.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64 && countCodePoints(data4) > 64){
validate151.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate151.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate151.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs12 = errors;
if(!(validate53(data.user, {instancePath:instancePath+"/user",parentData:data,parentDataProperty:"user",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
const _errs13 = errors;
if(!(validate55(data.session, {instancePath:instancePath+"/session",parentData:data,parentDataProperty:"session",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
const _errs14 = errors;
if(!(validate57(data.ctx, {instancePath:instancePath+"/ctx",parentData:data,parentDataProperty:"ctx",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
const _errs15 = errors;
if(!(validate59(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
const _errs16 = errors;
if(!(validate61(data.custom_properties, {instancePath:instancePath+"/custom_properties",parentData:data,parentDataProperty:"custom_properties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.action !== undefined){
let data10 = data.action;
const _errs17 = errors;
if(errors === _errs17){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing1;
if((data10.name === undefined) && (missing1 = "name")){
validate151.errors = [{instancePath:instancePath+"/action",schemaPath:"#/properties/action/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs19 = errors;
for(const key1 in data10){
if(!(((key1 === "name") || (key1 === "target")) || (key1 === "value"))){
validate151.errors = [{instancePath:instancePath+"/action",schemaPath:"#/properties/action/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs19 === errors){
if(data10.name !== undefined){
let data11 = data10.name;
const _errs20 = errors;
if(errors === _errs20){
if(typeof data11 === "string"){
if(data11.length > 256 && countCodePoints(data11) > 256){
validate151.errors = [{instancePath:instancePath+"/action/name",schemaPath:"#/properties/action/properties/name/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data11.length < 1){
validate151.errors = [{instancePath:instancePath+"/action/name",schemaPath:"#/properties/action/properties/name/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate151.errors = [{instancePath:instancePath+"/action/name",schemaPath:"#/properties/action/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.target !== undefined){
let data12 = data10.target;
const _errs22 = errors;
if(errors === _errs22){
if(typeof data12 === "string"){
if(data12.length > 1024 && countCodePoints(data12) > 1024){
validate151.errors = [{instancePath:instancePath+"/action/target",schemaPath:"#/properties/action/properties/target/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate151.errors = [{instancePath:instancePath+"/action/target",schemaPath:"#/properties/action/properties/target/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data10.value !== undefined){
let data13 = data10.value;
const _errs24 = errors;
if(errors === _errs24){
if(typeof data13 === "string"){
if(data13.length > 1024 && countCodePoints(data13) > 1024){
validate151.errors = [{instancePath:instancePath+"/action/value",schemaPath:"#/properties/action/properties/value/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate151.errors = [{instancePath:instancePath+"/action/value",schemaPath:"#/properties/action/properties/value/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs24 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
else {
validate151.errors = [{instancePath:instancePath+"/action",schemaPath:"#/properties/action/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate151.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate151.errors = vErrors;
return errors === 0;
}
validate151.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

/** The validator of each contract, by event type and version. */
export const eventValidators = {
  add_to_cart: {
    '1.0.0': validateAddToCart_1_0_0,
  },
  affiliate_click: {
    '1.0.0': validateAffiliateClick_1_0_0,
  },
  begin_checkout: {
    '1.0.0': validateBeginCheckout_1_0_0,
  },
  chart_interaction: {
    '1.0.0': validateChartInteraction_1_0_0,
  },
  click: {
    '1.0.0': validateClick_1_0_0,
  },
  consent_update: {
    '1.0.0': validateConsentUpdate_1_0_0,
  },
  metric: {
    '1.0.0': validateMetric_1_0_0,
  },
  page_view: {
    '1.0.0': validatePageView_1_0_0,
    '1.1.0': validatePageView_1_1_0,
  },
  purchase: {
    '1.0.0': validatePurchase_1_0_0,
  },
  search: {
    '1.0.0': validateSearch_1_0_0,
  },
  server_request: {
    '1.0.0': validateServerRequest_1_0_0,
  },
  system_event: {
    '1.0.0': validateSystemEvent_1_0_0,
  },
  transaction: {
    '1.0.0': validateTransaction_1_0_0,
  },
  user_action: {
    '1.0.0': validateUserAction_1_0_0,
  },
};
